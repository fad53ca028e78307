package io.funclet.host.deploy.component;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.osgi.framework.Bundle;

/** Finds documents that describe components, as SCR does, in a bundle or in a jar. */
@FunctionalInterface
interface ComponentDocuments {

    /**
     * Looks for documents.
     *
     * @param directory without slashes at its ends; empty for the root
     * @param pattern a file name, in which each {@code *} stands for any characters
     */
    List<Document> find(String directory, String pattern);

    /** @param path in the jar, without a slash at its beginning */
    record Document(String path, Content content) {}

    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    /** Of a bundle and its fragments. Tries to resolve a bundle that is not resolved. */
    static ComponentDocuments of(Bundle bundle) {
        return (directory, pattern) -> {
            var found = bundle.findEntries("/" + directory, pattern, false);
            List<Document> documents = new ArrayList<>();
            for (URL entry : found == null ? List.<URL>of() : Collections.list(found)) {
                documents.add(new Document(entry.getPath().substring(1), entry::openStream));
            }
            return documents;
        };
    }

    /** Of a jar, as long as it is open. */
    static ComponentDocuments of(ZipFile jar) {
        return (directory, pattern) -> {
            String names =
                    Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]*"));
            Pattern paths = Pattern.compile((directory.isEmpty() ? "" : Pattern.quote(directory + "/")) + names);
            List<Document> documents = new ArrayList<>();
            jar.stream()
                    .filter(entry -> paths.matcher(entry.getName()).matches())
                    .forEach(entry -> documents.add(new Document(entry.getName(), () -> jar.getInputStream(entry))));
            return documents;
        };
    }
}
