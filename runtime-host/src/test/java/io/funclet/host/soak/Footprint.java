package io.funclet.host.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a JVM takes, after a full collection.
 *
 * @param metaspaceKilobytes in use
 * @param classes loaded
 * @param bundleLoaders class loaders of bundles, reachable ones
 * @param threads of the process
 * @param files open ones, sockets among them
 * @param residentKilobytes memory
 */
public record Footprint(
        long metaspaceKilobytes, long classes, long bundleLoaders, long threads, long files, long residentKilobytes) {

    private static final String BUNDLE_LOADER = "org.apache.felix.framework.MediatedBundleClassLoader";

    private static final Pattern CLASSES = Pattern.compile("Total Usage - \\d+ loaders?, (\\d+) classes");
    private static final Pattern METASPACE = Pattern.compile("Both: .* (\\d+)(?:\\.\\d+)? KB +\\([^)]*\\) used");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    /** Makes a process collect its garbage, and measures it. */
    public static Footprint of(long pid) throws IOException {
        long loaders = bundleLoaders(pid);
        String metaspace = DiagnosticCommand.run(pid, "VM.metaspace scale=KB");
        return new Footprint(
                number(METASPACE, metaspace),
                number(CLASSES, metaspace),
                loaders,
                count(Path.of("/proc/" + pid + "/task")),
                count(Path.of("/proc/" + pid + "/fd")),
                number(RESIDENT, Files.readString(Path.of("/proc/" + pid + "/status"))));
    }

    /** Makes a process collect its garbage, and counts the class loaders of bundles that are still reachable. */
    public static long bundleLoaders(long pid) throws IOException {
        // What the first collection finds unused, cleaners give back before the second, which the histogram makes.
        DiagnosticCommand.run(pid, "GC.run");
        return instances(DiagnosticCommand.run(pid, "GC.class_histogram"), BUNDLE_LOADER);
    }

    private static long instances(String histogram, String type) {
        // "  12:      3      240  package.Type (module)"
        Matcher line = Pattern.compile("(?m)^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+" + Pattern.quote(type) + "(\\s|$)")
                .matcher(histogram);
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return Long.parseLong(matcher.group(1));
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }

    /** What is more than it was, beyond what comes and goes by itself. */
    public List<String> growthSince(Footprint start) {
        List<String> growth = new ArrayList<>();
        compare("metaspace (KB)", start.metaspaceKilobytes, metaspaceKilobytes, 2048, growth);
        compare("classes", start.classes, classes, 150, growth);
        compare("class loaders of bundles", start.bundleLoaders, bundleLoaders, 1, growth);
        compare("threads", start.threads, threads, 4, growth);
        compare("open files", start.files, files, 8, growth);
        // Compiled code, the compiler's own memory and the buffers of all event loops come with the load; a leak would
        // show
        // in what is above.
        compare("resident memory (KB)", start.residentKilobytes, residentKilobytes, 64 * 1024, growth);
        return growth;
    }

    private static void compare(String what, long before, long after, long allowance, List<String> growth) {
        if (after > before + allowance) {
            growth.add(what + " grew from " + before + " to " + after);
        }
    }

    @Override
    public String toString() {
        return String.format(
                "metaspace %6d KB, %5d classes, %3d class loaders of bundles, %3d threads, %3d open files, %6d KB resident",
                metaspaceKilobytes, classes, bundleLoaders, threads, files, residentKilobytes);
    }
}
