#!/bin/sh
# Surprise: with an AOT cache of Java 25, two methods whose shapes of parameters have the same hash make each start print warnings, on the
# standard output. One pair is six references, two ints, four references, and seven references, two ints, three references. A boolean
# counts as an int, and `this` as a reference: two records with a dozen components are enough. A new field of a record brought it, and
# the next release without a change of Java may bring or end it.
#
# What most would guess: a cache that is in order is silent, and only the compiler cares about the types of parameters.
#
# Why: the cache keeps one adapter between interpreted and compiled code for each shape, under a hash of 32 bits in place of a number. Two
# shapes with one hash share a place, and the second one is compiled anew at each start. Nothing else is lost.
#
# Versions: Temurin 25.0.3. JDK-8364929 gives each adapter a number of its own, in Java 26.
#
# Needs a JDK 25 (javac, jar and java in the PATH, or JAVA_HOME). Status 0: it is as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# warnings NAME RECORD ARGUMENT: how many lines of a start with a cache are warnings of the JVM
warnings() {
    mkdir "$1"
    cat > "$1/Start.java" <<JAVA
public class Start {

    record Order(Object a, Object b, Object c, Object d, Object e, boolean f, boolean g, Object h, Object i, Object j, Object k) {}

    $2

    public static void main(String[] arguments) {
        System.out.println(new Order(1, 2, 3, 4, 5, true, false, 8, 9, 10, 11).a());
        System.out.println(new Customer(1, 2, 3, 4, 5, 6, true, $3, 9, 10, 11).a());
    }
}
JAVA
    javac -d "$1" "$1/Start.java"
    jar cf "$1.jar" -C "$1" .
    java -XX:AOTCacheOutput="$1.aot" -cp "$1.jar" Start > "$1.log" 2>&1
    java -XX:AOTCache="$1.aot" -cp "$1.jar" Start > "$1.out" 2> "$1.err"
    cat "$1.out" >&2
    grep -c '\[warning\]' "$1.out" || true
}

colliding=$(warnings colliding \
    "record Customer(Object a, Object b, Object c, Object d, Object e, Object f, boolean g, boolean h, Object i, Object j, Object k) {}" \
    false)
other=$(warnings other \
    "record Customer(Object a, Object b, Object c, Object d, Object e, Object f, boolean g, Object h, Object i, Object j, Object k) {}" \
    8)
echo "warnings on the standard output of a start: $colliding with shapes that collide, $other with another component"
test "$colliding" -gt 0
test "$other" -eq 0
