// SPDX-License-Identifier: Apache-2.0
package io.podsmith.hdfs;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.kerby.kerberos.kerb.client.KrbClient;

/**
 * A KDC and a secure HDFS on this machine, until standard input ends.
 *
 * <p>Usage: {@code SecureHdfs DIRECTORY TOKEN_SECONDS}. TOKEN_SECONDS is the life of a delegation
 * token, after which it cannot be renewed. It writes to the directory, and prints {@code READY}
 * when all of it exists:
 *
 * <ul>
 *   <li>{@code krb5.conf}, and {@code conf} with the configuration of Hadoop for clients;
 *   <li>{@code alice.keytab} and {@code gateway.keytab}: alice owns {@code /user/alice} with {@code
 *       words.txt}, and gateway may impersonate every user, such as bob, who owns {@code
 *       /user/bob};
 *   <li>{@code alice.ccache} and {@code gateway.ccache}, the ticket caches of both after a login;
 *   <li>{@code alice.tokens} with a delegation token.
 * </ul>
 *
 * <p>It is started from its source, so that it has a class path of its own.
 */
public final class SecureHdfs {
  private static final String SERVICE = "hdfs/localhost";

  private final Path directory;
  private final MiniKdc kdc;

  private SecureHdfs(Path directory, MiniKdc kdc) {
    this.directory = directory;
    this.kdc = kdc;
  }

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    MiniKdc kdc =
        new MiniKdc(MiniKdc.createConf(), Files.createDirectory(directory.resolve("kdc")).toFile());
    kdc.start();
    Files.copy(kdc.getKrb5conf().toPath(), directory.resolve("krb5.conf"));
    new SecureHdfs(directory, kdc).start(Long.parseLong(args[1]));
    System.out.println("READY");
    while (System.in.read() >= 0) {}
    // The servers have nothing that must be kept.
    Runtime.getRuntime().halt(0);
  }

  private void start(long tokenSeconds) throws Exception {
    kdc.createPrincipal(keytab("hdfs"), SERVICE, "HTTP/localhost");
    kdc.createPrincipal(keytab("alice"), "alice");
    kdc.createPrincipal(keytab("gateway"), "gateway");
    Map<String, String> client = new TreeMap<>();
    client.put("hadoop.security.authentication", "kerberos");
    client.put("dfs.namenode.kerberos.principal", principal(SERVICE));
    client.put("dfs.data.transfer.protection", "authentication");
    // A connection that is open stays authenticated after its token has expired.
    client.put("ipc.client.connection.maxidletime", "200");
    client.put("ipc.client.connect.max.retries", "3");

    Configuration conf = serverConfiguration(client, tokenSeconds);
    UserGroupInformation.setConfiguration(conf);
    UserGroupInformation.loginUserFromKeytab(principal(SERVICE), keytab("hdfs").toString());
    MiniDFSCluster hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    hdfs.waitActive();
    client.put("fs.defaultFS", hdfs.getURI().toString());
    writeClientConfiguration(client);

    FileSystem fileSystem = hdfs.getFileSystem();
    for (String user : new String[] {"alice", "bob"}) {
      org.apache.hadoop.fs.Path home = new org.apache.hadoop.fs.Path("/user/" + user);
      org.apache.hadoop.fs.Path words = new org.apache.hadoop.fs.Path(home, "words.txt");
      fileSystem.mkdirs(home);
      try (OutputStream out = fileSystem.create(words)) {
        out.write("one\ntwo\nthree\n".getBytes(StandardCharsets.UTF_8));
      }
      for (org.apache.hadoop.fs.Path path : new org.apache.hadoop.fs.Path[] {words, home}) {
        fileSystem.setOwner(path, user, user);
        fileSystem.setPermission(path, new FsPermission((short) 0700));
      }
    }
    writeTicketCache("alice");
    writeTicketCache("gateway");
    writeTokens(hdfs);
  }

  private Configuration serverConfiguration(Map<String, String> client, long tokenSeconds) {
    Configuration conf = new HdfsConfiguration();
    client.forEach(conf::set);
    String keytab = keytab("hdfs").toString();
    String web = principal("HTTP/localhost");
    conf.set("dfs.namenode.keytab.file", keytab);
    conf.set("dfs.datanode.kerberos.principal", principal(SERVICE));
    conf.set("dfs.datanode.keytab.file", keytab);
    conf.set("dfs.web.authentication.kerberos.principal", web);
    conf.set("dfs.web.authentication.kerberos.keytab", keytab);
    conf.setBoolean("dfs.block.access.token.enable", true);
    // Ports below 1024 and HTTPS secure what is not tested here.
    conf.setBoolean("ignore.secure.ports.for.testing", true);
    conf.setLong("dfs.namenode.delegation.token.renew-interval", tokenSeconds * 1000);
    conf.setLong("dfs.namenode.delegation.token.max-lifetime", tokenSeconds * 1000);
    conf.set("hadoop.proxyuser.gateway.hosts", "*");
    conf.set("hadoop.proxyuser.gateway.users", "*");
    conf.set("hdfs.minidfs.basedir", directory.resolve("dfs").toString());
    return conf;
  }

  private void writeClientConfiguration(Map<String, String> client) throws IOException {
    Configuration conf = new Configuration(false);
    client.forEach(conf::set);
    Path target = Files.createDirectory(directory.resolve("conf")).resolve("core-site.xml");
    try (OutputStream out = Files.newOutputStream(target)) {
      conf.writeXml(out);
    }
  }

  private void writeTicketCache(String user) throws Exception {
    KrbClient client = new KrbClient();
    client.setKdcRealm(kdc.getRealm());
    client.setKdcHost("localhost");
    client.setKdcTcpPort(kdc.getPort());
    client.setAllowUdp(false);
    client.init();
    client.storeTicket(
        client.requestTgt(principal(user), keytab(user)),
        directory.resolve(user + ".ccache").toFile());
  }

  private void writeTokens(MiniDFSCluster hdfs) throws Exception {
    UserGroupInformation alice =
        UserGroupInformation.loginUserFromKeytabAndReturnUGI(
            principal("alice"), keytab("alice").toString());
    Configuration conf = hdfs.getConfiguration(0);
    Credentials credentials = new Credentials();
    alice.doAs(
        (PrivilegedExceptionAction<Object>)
            () -> FileSystem.get(hdfs.getURI(), conf).addDelegationTokens("alice", credentials));
    credentials.writeTokenStorageFile(
        new org.apache.hadoop.fs.Path(directory.resolve("alice.tokens").toUri()), conf);
  }

  private File keytab(String user) {
    return directory.resolve(user + ".keytab").toFile();
  }

  private String principal(String name) {
    return name + "@" + kdc.getRealm();
  }
}
