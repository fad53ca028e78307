# Part of check, for `check --arm64`: builds the image for arm64 on another machine, by qemu-user, and calls a function in it. That it
# works is all that this says: time and memory would be those of the emulator.

[ -r /proc/sys/fs/binfmt_misc/qemu-aarch64 ] && command -v arch-test >/dev/null ||
    { echo "check: missing; apt-get install qemu-user-static binfmt-support arch-test" >&2; exit 2; }
echo
clear_up || :
running=
mkdir -p "$work/arm64"
store=(--root "$work/arm64/storage" --runroot "$work/arm64/run" --storage-driver overlay)
debian arm64/debian.tar "${slim[@]}" --architectures=arm64
debian arm64/java.tar --architectures=arm64 --include=usr-is-merged,openjdk-17-jdk-headless
base debian:12-slim "$work/arm64/debian.tar" --arch arm64
base eclipse-temurin:17-jdk "$work/arm64/java.tar" --arch arm64
# Of this machine's kind. Buildah 1.28 finds only images that say to be of the target's.
base maven:3.9-eclipse-temurin-17 "$work/java.tar" --arch arm64
build funclet --platform linux/arm64 "${labels[@]}"
equal "architecture" "$(field localhost/funclet '{{.Architecture}}')" arm64

begin arm64 --no-healthcheck --network none --volume "$code:/functions:ro" --read-only --tmpfs /tmp localhost/funclet "${serve[@]}"
expect "arm64: serves" await arm64 'deployed '
expect "arm64: calls" caller arm64 calls 100 50051
stop arm64 TERM
equal "exit status after SIGTERM" "$(field arm64 '{{.State.ExitCode}}')" 0
