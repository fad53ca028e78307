package io.funclet.host.framework.component;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Finds files that a manifest names and the jar lacks. The framework starts such a bundle without a word. */
public final class AbsentEntries {

    /** A comma or semicolon outside of quotes. */
    private static final String OUTSIDE = "(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

    private AbsentEntries() {}

    /** A phrase for each mistake of a resolved bundle. Its fragments may bring what it lacks. */
    public static List<String> of(Bundle bundle) {
        List<String> absent = new ArrayList<>();
        if (bundle.getHeaders("").get(Constants.BUNDLE_CLASSPATH) != null) {
            new MisplacedClass(bundle).missingLibrary().ifPresent(absent::add);
        }
        String natives = bundle.getHeaders("").get(Constants.BUNDLE_NATIVECODE);
        if (natives != null) {
            List<String> files = Stream.of(natives.split("," + OUTSIDE))
                    .flatMap(clause -> Stream.of(clause.split(";" + OUTSIDE)))
                    .map(String::strip)
                    .filter(part -> !part.contains("=") && !part.equals("*"))
                    .toList();
            // A vendor may leave out those of other platforms.
            if (!files.isEmpty() && files.stream().noneMatch(file -> isThere(bundle, file))) {
                absent.add(Constants.BUNDLE_NATIVECODE + " names " + files.get(0) + ", which is not in the jar");
            }
        }
        return absent;
    }

    private static boolean isThere(Bundle bundle, String file) {
        int name = file.lastIndexOf('/') + 1;
        return bundle.findEntries("/" + file.substring(0, name), file.substring(name), false) != null;
    }
}
