#!/bin/sh
# Surprise: the first call of one C function without parameters by java.lang.foreign takes 9 to 13 MB of the process's own memory, and
# loads some 700 classes. No heap dump shows it: garbage is collected before both looks. A second function takes next to nothing.
#
# What most would guess: a call of getpid() costs a page or two, and less than a JNI library.
#
# Why: the linker puts the call together from method handles, and generates and compiles classes for it.
#
# Versions: Temurin 25.0.3. The price counts where memory is small: in a container of 50 MB it is a fifth of all.
#
# Needs JDK 22 or newer (javac and java in the PATH, or JAVA_HOME), and Linux. Status 0: it is as stated.
set -eu
PATH="${JAVA_HOME:+$JAVA_HOME/bin:}$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > FirstCall.java <<'JAVA'
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

public class FirstCall {

    public static void main(String[] arguments) throws Throwable {
        ownKilobytes();
        long before = ownKilobytes();
        long process = number("getpid");
        long first = ownKilobytes();
        number("getppid");
        long second = ownKilobytes();
        System.out.printf("own memory for the first function: %d KB, for the second one: %d KB%n", first - before, second - first);
        boolean as = process == ProcessHandle.current().pid() && first - before > 6_000 && second - first < 2_000;
        System.exit(as ? 0 : 1);
    }

    private static long number(String function) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle call = linker.downcallHandle(
                linker.defaultLookup().find(function).orElseThrow(), FunctionDescriptor.of(ValueLayout.JAVA_INT));
        return (int) call.invokeExact();
    }

    /** Memory that no file backs, of the whole process, without garbage. */
    private static long ownKilobytes() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssAnon"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
JAVA
javac FirstCall.java
java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms4m -Xmn2m -Xmx16m --enable-native-access=ALL-UNNAMED FirstCall
