#!/bin/sh
#
# One variable with a locale that is not installed takes UTF-8 away from all of a Java process, although LC_CTYPE, which is
# the one that counts for text, names a locale that is there.
#
# What most would guess: LC_CTYPE=C.UTF-8 decides how names of files, arguments and the environment are read. LANG is looked at
# only for categories that have no variable of their own, and a LANG that is not installed costs messages in that language.
#
# What is so: the JVM calls setlocale(LC_ALL, ""), which sets all categories or none. With LANG=xx_YY.UTF-8, which ssh brings
# along from the desktop of whoever logs in, it fails as a whole, the process stays in the locale "C", and the JVM reads
# everything as ASCII: sun.jnu.encoding is ANSI_X3.4-1968, and "Gruesse" with umlauts arrives as U+FFFD. So does LC_TIME alone.
# Only LC_ALL helps, because it goes before all of them. The same LANG without LC_CTYPE looks like UTF-8 and is not, either.
#
# Seen with: glibc 2.36 (Debian 12), OpenJDK 17.0.15, Temurin 25.0.3. Not with musl, whose setlocale takes any name.
# Source: setlocale(3), "RETURN VALUE" (a null pointer "if the request cannot be honored"); java_props_md.c of the JDK, where
# ParseLocale reads the charset by nl_langinfo(CODESET) after setlocale(LC_ALL, "").

set -eu

[ -d /usr/lib/locale/C.utf8 ] || [ -d /usr/lib/locale/C.UTF-8 ] || {
    echo "not to be seen here: there is no locale C.UTF-8"
    exit 1
}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
java=$(command -v "$java")

encoding() {
    env -i "$@" "$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *sun.jnu.encoding = //p'
}

wrong=0
expect() {
    expected=$1
    shift
    is=$(encoding "$@")
    echo "$*: text is read as $is"
    [ "$is" = "$expected" ] || {
        echo "  expected: $expected"
        wrong=1
    }
}

expect UTF-8 LC_CTYPE=C.UTF-8
expect ANSI_X3.4-1968 LC_CTYPE=C.UTF-8 LANG=xx_YY.UTF-8
expect ANSI_X3.4-1968 LC_CTYPE=C.UTF-8 LC_TIME=xx_YY.UTF-8
expect ANSI_X3.4-1968 LANG=xx_YY.UTF-8
expect UTF-8 LC_ALL=C.UTF-8 LANG=xx_YY.UTF-8
exit $wrong
