def project = new File(request.outputDirectory, request.artifactId)

// Maven applies the expressions of archetype-metadata.xml in interactive mode only.
def rules = [
  ["package", /[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*/, "a Java package in lower case, for example com.acme.greeting"],
  ["className", /[A-Z][A-Za-z0-9]*/, "the beginning of class names, for example Greeting"],
  ["stepId", /(?!(spark|podsmith)\.)(?=.{3,50}$)[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+/,
    "of the form owner.name with at most 50 lower-case letters, digits and hyphens, and an owner other than spark and podsmith, for example acme.greeting"],
  ["settingPrefix", /spark(\.[A-Za-z][A-Za-z0-9-]*)+/, "the beginning of keys and start with spark., for example spark.acme.greeting"],
]
def problems = rules.collectMany { key, rule, form ->
  def value = key == "package" ? request.getPackage() : request.properties.getProperty(key)
  value ==~ rule ? [] : ["${key} is '${value}' but must be ${form}; set -D${key}=...".toString()]
}
if (problems) {
  // A directory with files that were there before is left to the user.
  def started = java.lang.management.ManagementFactory.runtimeMXBean.startTime
  def isOurs = true
  project.eachFileRecurse { isOurs &= it.directory || it.lastModified() >= started }
  if (isOurs) {
    project.deleteDir()
  }
  throw new IllegalArgumentException(problems.join("\n"))
}

// Archetypes keep neither the permissions of files nor files called .gitignore.
new File(project, "mvnw").setExecutable(true)
new File(project, ".gitignore").text = "target/\n"
