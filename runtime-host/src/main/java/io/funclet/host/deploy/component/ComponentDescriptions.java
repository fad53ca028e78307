package io.funclet.host.deploy.component;

import io.funclet.host.deploy.component.ComponentDocuments.Document;
import io.funclet.host.deploy.component.ScrComponentReader.Read;
import io.funclet.host.deploy.jar.JarValidation;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.framework.component.BundleHints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.osgi.framework.Bundle;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The documents that the header {@code Service-Component} of a bundle names (OSGi Compendium, chapter 112.4.1). Each readable
 * one counts, whatever is wrong with the others. Mutable while it is read, by one thread.
 */
public final class ComponentDescriptions {

    static final String HEADER = "Service-Component";

    /** Of one document: a component takes some hundred bytes. */
    private static final int MAX_BYTES = 1 << 20;

    private final ComponentDocuments documents;
    private final List<DeclaredComponent> components = new ArrayList<>();
    private final List<DeclaredComponent> incomplete = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> unmatched = new ArrayList<>();

    /** A pattern may match what is named beside it. */
    private final Set<String> read = new HashSet<>();

    /** The bundle for which SCR is to validate the documents; {@code null} for no validation. */
    private final Bundle unread;

    private ComponentDescriptions(ComponentDocuments documents, String header, Bundle unread) {
        this.documents = documents;
        this.unread = unread;
        // The separators are SCR's.
        StringTokenizer names = new StringTokenizer(header == null ? "" : header, ", ");
        while (names.hasMoreTokens()) {
            find(names.nextToken());
        }
    }

    private ComponentDescriptions(Bundle bundle, Bundle unread) {
        this(ComponentDocuments.of(bundle), bundle.getHeaders("").get(HEADER), unread);
    }

    /** Of a bundle that is installed, and its fragments. Tries to resolve it if it is not resolved. */
    public static ComponentDescriptions of(Bundle bundle) {
        return new ComponentDescriptions(bundle, null);
    }

    /** The same of a bundle that is never started: components that SCR would reject become faults. */
    public static ComponentDescriptions valid(Bundle bundle) {
        return new ComponentDescriptions(bundle, bundle);
    }

    /** Of a jar, which need not be a valid bundle. Rejects one whose manifest cannot be read. */
    public static ComponentDescriptions of(Path jar) throws IOException, RejectedException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return new ComponentDescriptions(
                    ComponentDocuments.of(zip), JarValidation.manifest(zip).getValue(HEADER), null);
        }
    }

    /** The functions that a file declares; none if it cannot be read. */
    public static Set<String> functionsOf(Path jar) {
        try {
            // Opening a pipe would wait.
            return Files.isRegularFile(jar) ? of(jar).functions() : Set.of();
        } catch (IOException | RejectedException | IllegalArgumentException unreadable) {
            return Set.of();
        }
    }

    public List<DeclaredComponent> components() {
        return components;
    }

    /** The declared functions, also those in a document that is broken further on. */
    public Set<String> functions() {
        return Stream.of(components, incomplete)
                .flatMap(List::stream)
                .flatMap(component -> component.functions().stream())
                .collect(Collectors.toSet());
    }

    /** A phrase for each name that several functions have. */
    public List<String> sharedNames() {
        Map<String, Collection<String>> functions = new TreeMap<>();
        components.stream()
                .filter(DeclaredComponent::bringsFunctions)
                .forEach(component -> functions.put(component.name(), component.functions()));
        return BundleHints.sharedNames(functions);
    }

    /** A phrase for each document that is not there, cannot be read, or declares no component. */
    public List<String> faults() {
        return faults;
    }

    /** The names with wildcards that match no document, which is no fault: a fragment may bring some. */
    List<String> unmatched() {
        return unmatched;
    }

    private void find(String name) {
        boolean isPattern = name.contains("*");
        int slash = name.lastIndexOf('/');
        String directory = slash > 0 ? name.substring(name.startsWith("/") ? 1 : 0, slash) : "";
        // As in SCR: in the root, a leading slash is part of the file's name, and no file has such a name.
        List<Document> found = documents.find(directory, slash > 0 ? name.substring(slash + 1) : name);
        if (found.isEmpty()) {
            notFound(name, isPattern);
        }
        for (Document document : found) {
            if (read.add(document.path())) {
                read(document, isPattern);
            }
        }
    }

    private void notFound(String name, boolean isPattern) {
        if (name.startsWith("/") && !documents.find("", name.substring(1)).isEmpty()) {
            faults.add(name + ", as " + HEADER + " has it, is found without its first slash only");
        } else if (isPattern) {
            unmatched.add(name);
        } else {
            faults.add(name + ", which " + HEADER + " names, is not in the jar");
        }
    }

    private void read(Document document, boolean byPattern) {
        String unreadable = document.path() + " cannot be read as a component description: ";
        List<DeclaredComponent> declared = new ArrayList<>();
        try (InputStream in = document.content().open()) {
            byte[] xml = in.readNBytes(MAX_BYTES + 1);
            if (xml.length > MAX_BYTES) {
                faults.add(unreadable + "it is larger than " + MAX_BYTES + " bytes");
                return;
            }
            ComponentXml.read(new ByteArrayInputStream(xml), declared);
            // A pattern may match other documents.
            boolean isEmpty = declared.isEmpty() && !byPattern;
            if (unread != null) {
                Map<String, Read> read = ScrComponentReader.read(unread, xml, ComponentXml.parser());
                read.values().stream()
                        .map(Read::fault)
                        .filter(fault -> !fault.isEmpty())
                        .forEach(faults::add);
                declared.replaceAll(component -> {
                    Read scr = read.get(component.name());
                    return scr == null ? component : component.with(scr);
                });
                declared.removeIf(component -> read.containsKey(component.name())
                        && !read.get(component.name()).fault().isEmpty());
            }
            for (DeclaredComponent component : declared) {
                if (components.stream().anyMatch(other -> other.name().equals(component.name()))) {
                    faults.add("component " + component.name() + " is described twice, and only the first one counts:"
                            + " give each a name of its own");
                } else {
                    components.add(component);
                }
            }
            if (isEmpty) {
                faults.add(document.path() + ", which " + HEADER + " names, declares no component");
            }
        } catch (SAXParseException broken) {
            incomplete.addAll(declared);
            faults.add(unreadable + "line " + broken.getLineNumber() + ": " + words(broken));
        } catch (SAXException | IOException broken) {
            faults.add(unreadable + words(broken));
        }
    }

    private static String words(Exception broken) {
        return String.valueOf(broken.getMessage())
                .strip()
                .replaceAll("\\s+", " ")
                .replaceAll("\\.$", "");
    }
}
