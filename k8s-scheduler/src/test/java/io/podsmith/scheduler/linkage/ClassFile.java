// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.linkage;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What linking needs to know of a class file, read without loading the class.
 *
 * @param name as class files write it, with slashes
 * @param references members of other classes (and of its own) that its code names
 * @param classes other classes that it names
 */
record ClassFile(
    String name,
    int access,
    Optional<String> superclass,
    List<String> interfaces,
    List<Member> members,
    List<Reference> references,
    List<String> classes) {
  private static final int MAGIC = 0xCAFEBABE;
  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int FIELD = 9;
  private static final int METHOD = 10;
  private static final int INTERFACE_METHOD = 11;
  private static final int NAME_AND_TYPE = 12;

  /** A field or a method as it is declared; the descriptor of a method begins with a bracket. */
  record Member(String name, String descriptor, int access) {
    boolean isMethod() {
      return descriptor.startsWith("(");
    }

    boolean is(int modifier) {
      return (access & modifier) != 0;
    }

    boolean isSameAs(String otherName, String otherDescriptor) {
      return name.equals(otherName) && descriptor.equals(otherDescriptor);
    }
  }

  /** A member as it is called for. */
  record Reference(String owner, String name, String descriptor) {
    @Override
    public String toString() {
      return owner.replace('/', '.') + "." + name + " " + descriptor;
    }
  }

  boolean isInterface() {
    return Modifier.isInterface(access);
  }

  boolean isConcrete() {
    return !isInterface() && !Modifier.isAbstract(access);
  }

  Optional<Member> member(String member, String descriptor) {
    return members.stream().filter(m -> m.isSameAs(member, descriptor)).findFirst();
  }

  static ClassFile read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC) {
        throw new IllegalArgumentException("not a class file");
      }
      in.readInt();
      Constants constants = Constants.read(in);
      int access = in.readUnsignedShort();
      String name = constants.className(in.readUnsignedShort());
      int superclass = in.readUnsignedShort();
      List<String> interfaces = new ArrayList<>();
      for (int i = in.readUnsignedShort(); i > 0; i--) {
        interfaces.add(constants.className(in.readUnsignedShort()));
      }
      List<Member> members = new ArrayList<>(members(in, constants));
      members.addAll(members(in, constants));
      return new ClassFile(
          name,
          access,
          superclass == 0 ? Optional.empty() : Optional.of(constants.className(superclass)),
          interfaces,
          members,
          constants.references(),
          constants.classes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Member> members(DataInputStream in, Constants constants) throws IOException {
    List<Member> members = new ArrayList<>();
    for (int i = in.readUnsignedShort(); i > 0; i--) {
      int access = in.readUnsignedShort();
      String name = constants.text(in.readUnsignedShort());
      members.add(new Member(name, constants.text(in.readUnsignedShort()), access));
      for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
        in.readUnsignedShort();
        in.skipNBytes(in.readInt());
      }
    }
    return members;
  }

  /** The constant pool: for each index its tag, and what it says or points at. */
  private record Constants(int[] tags, int[] first, int[] second, String[] texts) {
    static Constants read(DataInputStream in) throws IOException {
      int count = in.readUnsignedShort();
      Constants pool =
          new Constants(new int[count], new int[count], new int[count], new String[count]);
      for (int i = 1; i < count; i++) {
        int tag = in.readUnsignedByte();
        pool.tags[i] = tag;
        switch (tag) {
          case UTF8 -> pool.texts[i] = in.readUTF();
          case CLASS, 8, 16, 19, 20 -> pool.first[i] = in.readUnsignedShort();
          case FIELD, METHOD, INTERFACE_METHOD, NAME_AND_TYPE, 17, 18 -> {
            pool.first[i] = in.readUnsignedShort();
            pool.second[i] = in.readUnsignedShort();
          }
          case 3, 4 -> in.readInt();
          case 5, 6 -> {
            in.readLong();
            i++; // these take two places
          }
          case 15 -> in.skipNBytes(3);
          default -> throw new IllegalArgumentException("unknown constant " + tag);
        }
      }
      return pool;
    }

    String text(int index) {
      return texts[index];
    }

    String className(int index) {
      return texts[first[index]];
    }

    List<Reference> references() {
      List<Reference> references = new ArrayList<>();
      for (int i = 1; i < tags.length; i++) {
        if (tags[i] == FIELD || tags[i] == METHOD || tags[i] == INTERFACE_METHOD) {
          int nameAndType = second[i];
          references.add(
              new Reference(
                  className(first[i]), texts[first[nameAndType]], texts[second[nameAndType]]));
        }
      }
      return references;
    }

    List<String> classes() {
      List<String> classes = new ArrayList<>();
      for (int i = 1; i < tags.length; i++) {
        if (tags[i] == CLASS) {
          classes.add(className(i));
        }
      }
      return classes;
    }
  }
}
