package io.funclet.host.deploy.wiring;

import io.funclet.host.deploy.directory.CodeDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/** The rejected jars of a code directory. They may have what other bundles lack. */
final class RejectedJars {

    /** Each is opened. */
    private static final int MOST = 50;

    private static final String CLASS = ".class";

    private final CodeDirectory directory;

    RejectedJars(CodeDirectory directory) {
        this.directory = directory;
    }

    /** A phrase for each jar that has classes of one of the packages. */
    List<String> holding(Collection<String> packages) {
        List<String> phrases = new ArrayList<>();
        List<Map.Entry<String, String>> rejected = directory.absences().rejections().entrySet().stream()
                .limit(MOST)
                .toList();
        for (Map.Entry<String, String> jar : rejected) {
            String held = held(jar.getKey(), packages);
            if (held != null) {
                phrases.add(jar.getKey() + " has classes of " + held + ", but " + jar.getValue());
            }
        }
        return phrases;
    }

    private String held(String fileName, Collection<String> packages) {
        try (ZipFile jar = new ZipFile(directory.path().resolve(fileName).toFile())) {
            return jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(CLASS))
                    .map(name -> name.substring(0, Math.max(0, name.lastIndexOf('/')))
                            .replace('/', '.'))
                    .filter(packages::contains)
                    .findFirst()
                    .orElse(null);
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    }
}
