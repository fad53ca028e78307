#!/bin/sh
# Surprise: MALLOC_TRIM_THRESHOLD_ with a large number makes glibc give buffers back to the kernel more often, not less. A Netty pool
# that copies 5 MiB into its buffers, again and again, then finds 1,500 pages missing each time, in place of fewer than 100. With
# MALLOC_MMAP_THRESHOLD_ beside it, there are as few as without both.
#
# What most would guess: the larger the threshold, the more memory is kept, and the fewer pages are missing.
#
# Why: as long as no such variable is set, glibc adapts: the first large block that is freed makes it take such blocks from its own
# heap from then on. Each of these variables ends that (mallopt(3), "Dynamic mmap threshold"). Then each chunk of the pool, of 2 MiB as
# in gRPC, is a mapping of its own, and Netty frees a chunk as soon as it is empty.
#
# Versions: Netty 4.2.7.Final, glibc 2.36, OpenJDK 17.0.15, Temurin 25.0.3.
#
# Needs a JDK from 17 on, curl, Linux with glibc. Status 0: it is as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for name in netty-buffer netty-common; do
    curl -fsSO "https://repo.maven.apache.org/maven2/io/netty/$name/4.2.7.Final/$name-4.2.7.Final.jar"
done

cat > Copies.java <<'JAVA'
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

public class Copies {

    private static final int WARM_UP = 200;
    private static final int ROUNDS = 1000;

    public static void main(String[] arguments) throws Exception {
        Thread thread = new Thread(Copies::copy);
        thread.start();
        thread.join();
    }

    private static void copy() {
        // Chunks of 8 KiB << 8.
        PooledByteBufAllocator pool = new PooledByteBufAllocator(true, 0, 2, 8192, 8);
        byte[] part = new byte[1 << 20];
        ByteBuf[] message = new ByteBuf[5];
        long before = 0;
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            if (round == WARM_UP) {
                before = missingPages();
            }
            for (int i = 0; i < message.length; i++) {
                message[i] = pool.directBuffer(part.length).writeBytes(part);
            }
            for (ByteBuf buffer : message) {
                buffer.release();
            }
        }
        System.out.println((missingPages() - before) / ROUNDS);
    }

    private static long missingPages() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[7]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
JAVA
javac -nowarn -Xlint:none -cp '*' Copies.java 2>/dev/null

pages() {
    env -u MALLOC_TRIM_THRESHOLD_ -u MALLOC_MMAP_THRESHOLD_ "$@" \
        java -XX:+UseSerialGC -cp '.:*' Copies 2>/dev/null | tail -n 1
}
trim=MALLOC_TRIM_THRESHOLD_=67108864
usual=$(pages LC_ALL=C)
alone=$(pages "$trim")
both=$(pages "$trim" MALLOC_MMAP_THRESHOLD_=4194304)
echo "missing pages for 5 MiB: none set $usual, $trim alone $alone, with MALLOC_MMAP_THRESHOLD_=4194304 $both"
[ "$usual" -lt 100 ] && [ "$alone" -gt 1000 ] && [ "$both" -lt 100 ]
