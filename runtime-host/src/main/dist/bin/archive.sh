# Makes the class data archive $archive.jsa or .aot of this Java. Part of bin/funclet, for `funclet archive`.
#
# Runs a runtime, started as by a manager, that records the classes of a start and of the first calls.

[ -n "$java_build" ] || fail "$java_home has no file release, so the launcher would not find its archive"

# Since Java 25 an archive also has linked classes, and is called AOT cache.
[ "$java_major" -lt 25 ] && made=$archive.jsa || made=$archive.aot

# One process at a time. The file stays: after a deletion, two processes could hold locks. The system releases the lock
# at any end of this process.
command -v flock >/dev/null && command -v setsid >/dev/null || fail "flock and setsid, of util-linux or busybox, are needed"
mkdir -p "${archive%/*}" 2>/dev/null && [ -w "${archive%/*}" ] || fail "nothing can be written to ${archive%/*}"
exec 9>>"${archive%/*}/.lock"
flock 9

# The state of the archive and of the jars, and the installation. The launcher checks both.
seal() {
    # shellcheck disable=SC2046
    sum_up $(stat -L -c '%s %Y' "$1" "$home"/lib/*.jar)
    printf '%s\n' "$state" "$home"
}

if [ "${2-}" = --if-missing ] && [ -f "$made" ] && [ "$(cat "$archive.size" 2>/dev/null)" = "$(seal "$made")" ]; then
    exit
fi

# Without blanks, which would split JAVA_OPTS.
case ${TMPDIR-} in
    '' | *[!A-Za-z0-9/._-]*) TMPDIR=/tmp ;;
esac
scratch=
runtime=

# Also runs on a signal. At an orderly end the runtime, or a JVM that it starts, would write the archive for seconds.
clean_up() {
    [ -z "$runtime" ] || kill -s KILL -- "-$runtime" "$runtime" 2>/dev/null || :
    wait
    rm -rf ${scratch:+"$scratch"} "$made.new"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
scratch=$(mktemp -d "$TMPDIR/funclet-archive-XXXXXX")

failed() {
    fail "no archive is made: $1: $(tail -n 20 "$scratch/output" | tr '\n' ' '); a runtime starts without one, too," \
        "but slower; try 'funclet archive' again when the machine is less busy"
}

mkdir "$scratch/functions"
cp "$home"/samples/* "$scratch/functions" || fail "the samples in $home/samples cannot be copied"
recorded=$scratch/recorded
# As openedge starts a runtime, with the configuration as JSON: the run reads it, so that the archive has the classes for it.
cat >"$scratch/training.json" <<END
{"name": "training", "logger": {"path": "$scratch/training.log", "level": "info", "format": "text", "age": {"max": 15}},
 "server": {"address": "127.0.0.1:1", "timeout": 30000000000, "message": {"length": {"max": 4194304}}},
 "function": {"id": "training", "name": "echo", "handler": "echo", "codedir": "$scratch/functions", "env": {"A": "B"},
  "instance": {"max": 1, "idletime": 600000000000, "timeout": 30000000000}}}
END
# As other callers start it: a file is watched, too. Calls may take as long as the machine needs.
cat >"$scratch/service.yml" <<END
name: archive
server: {address: '127.0.0.1:0', timeout: 10m, message: {length: {max: 4m}}}
functions:
  - name: 'echo'
    handler: 'echo'
    codedir: '$scratch/functions'
logger:
  path: '$scratch/log'
  level: info
END
# The settings of this machine are not for it.
for variable in $(env | sed -n 's/^\(FUNCLET_[A-Z_]*\)=.*/\1/p'); do
    [ "$variable" = FUNCLET_PROFILE ] || unset "$variable"
done
export FUNCLET_JAVA_HOME="$java_home"
# A group of its own, for `clean_up`. The runtime would end a slow connection, and reject a slow bundle.
FUNCLET_RECORD_ARCHIVE=$recorded FUNCLET_HANDSHAKE_TIMEOUT=600s FUNCLET_START_TIMEOUT=600s \
    JAVA_OPTS="${JAVA_OPTS-} -Djava.io.tmpdir=$scratch -Dfunclet.archive.training=$scratch/training.json" \
    setsid "$self" -c "$scratch/service.yml" >"$scratch/output" 2>&1 9>&- &
runtime=$!
until line=$(grep -m 1 'service listens on' "$scratch/log" 2>/dev/null); do
    kill -0 "$runtime" 2>/dev/null || failed "the runtime that was started for it has ended too early"
    sleep 0.1
done
for generation in 1 2 3 4; do
    # In the background, because a shell handles signals only between its commands and while it waits.
    JAVA_OPTS=-XX:TieredStopAtLevel=1 "$self" call echo 'as long as an ordinary event of a sensor: {"temperature":21.50,"humidity":40.1}' \
        --generation "$generation" --address "${line##* }" --timeout 10m >>"$scratch/output" 2>&1 </dev/null 9>&- &
    wait $! || failed "the runtime that was started for it was called"
done
kill "$runtime"
wait "$runtime" || failed "the runtime that was started for it has ended with status $?"
runtime=

# Java 17 has recorded names of classes, including those of the JDK. An archive made at the end of a run would extend the
# JDK's own one, of which a start needs half the classes but all pages. Newer ones have heap objects in the JDK's archive,
# which a start needs.
if [ "$java_major" -eq 17 ]; then
    setsid "$java_home/bin/java" -Xshare:dump -XX:+UseSerialGC -XX:SharedClassListFile="$recorded" \
        -XX:SharedArchiveFile="$scratch/dumped" -cp "$jar" >"$scratch/output" 2>&1 9>&- &
    runtime=$!
    wait "$runtime" || failed "the JVM has ended with status $?"
    runtime=
    recorded=$scratch/dumped
fi
[ -f "$recorded" ] || fail "$java_home has made no archive"
# In the same directory, under one name: the next process overwrites what a killed one has left.
cp "$recorded" "$made.new"
# On disk before it has its name, in case the power fails: the JVM does not check its content.
sync "$made.new" 2>/dev/null || sync
# Between these two lines the size fits no archive, and a start does not use one.
seal "$made.new" >"$archive.size"
mv -f "$made.new" "$made"
printf '%s: %s KB\n' "$made" "$(($(wc -c <"$made") / 1024))"
exit
