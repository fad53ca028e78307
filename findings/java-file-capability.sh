#!/bin/sh
# Surprise: Java that gets a file capability, so that it may listen on port 80 without root, does not start any more: "error
# while loading shared libraries: libjli.so". If libjli is made known to the linker, it starts, but without what the variables
# MALLOC_ARENA_MAX and LD_LIBRARY_PATH say, which this script does not show. With the capability "effective" (=ep), such a file cannot even be executed where the
# capability is out of bounds, as in a container with --cap-drop all; merely "permitted" (=p), it can.
#
# What most would guess: setcap adds a right, and changes nothing else. At worst, the right is missing.
#
# Why: a program that gains a capability runs in secure-execution mode (AT_SECURE). There ld.so takes no $ORIGIN of a library
# path, by which bin/java finds lib/libjli.so (ld.so(8)). A file whose effective bit is set and whose permitted capabilities are
# not all in the bounding set fails with EPERM (capabilities(7), "Safety checking for capability-dumb binaries").
#
# What works: a copy of setpriv has the capability, merely permitted, and passes it on as an ambient one. Java then has the
# right, and is not in secure-execution mode.
#
# Versions: Linux 6.18, glibc 2.36, util-linux 2.38.1, OpenJDK 17.0.15 and Temurin 25.0.3.
#
# Needs root, a JDK or JRE (java in the PATH, or JAVA_HOME) that all users may read, setcap (libcap2-bin) and setpriv (util-linux).
# Status 0: it is as stated.
set -eu
java=$(readlink -f "${JAVA_HOME:+$JAVA_HOME/bin/}java") || java=
[ -x "$java" ] || java=$(readlink -f "$(command -v java)")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cp -RL "${java%/bin/java}" "$work/java" 2>/dev/null || : # links to configuration that is not installed
cp "$(command -v setpriv)" "$work/grant"
nobody="setpriv --reuid=65534 --regid=65534 --clear-groups"

$nobody "$work/java/bin/java" -version 2>"$work/said" || { echo "does not run at all: $(cat "$work/said")"; exit 1; }
echo "without a capability: $(head -n 1 "$work/said")"

setcap cap_net_bind_service=p "$work/java/bin/java"
! $nobody "$work/java/bin/java" -version 2>"$work/said" || { echo "it starts"; exit 1; }
grep 'libjli.so: cannot open' "$work/said"
setcap -r "$work/java/bin/java"

for set in ep p; do
    setcap "cap_net_bind_service=$set" "$work/grant"
    status=0
    $nobody --bounding-set=-net_bind_service "$work/grant" true 2>/dev/null || status=$?
    echo "=$set, out of bounds: status $status"
    [ $set = p ] || [ $status -ne 0 ]
done
[ $status -eq 0 ]

$nobody "$work/grant" --inh-caps=+net_bind_service --ambient-caps=+net_bind_service "$work/java/bin/java" -version 2>&1 | head -n 1
$nobody "$work/grant" --inh-caps=+net_bind_service --ambient-caps=+net_bind_service grep CapEff /proc/self/status
