#!/bin/sh
# Surprise: Java 17 takes no class of an application from its class data archive (AppCDS) if the path of the jar has a blank, or a
# letter beyond ASCII. The archive is made, it is mapped, and the classes of Java itself come from it. No line says that the others do
# not, even with -Xshare:on. Only -Xlog:class+load shows it. Temurin 25 takes them.
#
# What most would guess: the archive compares the class path with its own, whatever letters it has.
#
# Why: Java 17 looks for the jar of a class by its URL, in which a blank is %20, among paths of the file system.
#
# Versions: OpenJDK 17.0.15; Gson 2.13.1. Source: ClassLoader::record_result, ClassLoader::skip_uri_protocol.
#
# Needs JDK 17 (javac, jar and java in the PATH, or JAVA_HOME), and Maven, which fetches Gson. Status 0: it is as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mvn -q -B dependency:copy -Dartifact=com.google.code.gson:gson:2.13.1 -DoutputDirectory="$work" -Dmdep.stripVersion=true
cat > Start.java <<'JAVA'
public class Start {

    public static void main(String[] arguments) {
        System.out.println(new com.google.gson.Gson().toJson(arguments));
    }
}
JAVA
mkdir classes plain 'with blank'
javac -cp gson.jar -d classes Start.java
jar cf start.jar -C classes .

# archived DIRECTORY: how many classes of Gson come from an archive that was made with the same path
archived() {
    cp gson.jar start.jar "$1"
    path="$work/$1/gson.jar:$work/$1/start.jar"
    java -Xshare:off -XX:DumpLoadedClassList=classes.list -cp "$path" Start hello > log 2>&1
    java -Xshare:dump -XX:SharedClassListFile=classes.list -XX:SharedArchiveFile=app.jsa -cp "$path" > log 2>&1
    java -Xshare:on -XX:SharedArchiveFile=app.jsa -Xlog:class+load:file=loaded -cp "$path" Start hello > log 2>&1
    grep -q '^\["hello"\]$' log
    test "$(wc -l < log)" -eq 1
    grep 'com\.google\.gson\.' loaded | grep -c 'shared objects file' || true
}

plain=$(archived plain)
blank=$(archived 'with blank')
echo "classes of Gson from the archive: $plain below a plain path, $blank below one with a blank"
test "$plain" -gt 20
test "$blank" -eq 0
