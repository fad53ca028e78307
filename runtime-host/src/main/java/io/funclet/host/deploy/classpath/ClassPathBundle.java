package io.funclet.host.deploy.classpath;

import io.funclet.host.deploy.jar.BundleIdentity;
import io.funclet.host.deploy.jar.JarCopy;
import io.funclet.host.deploy.jar.RejectedException;
import io.funclet.host.deploy.jar.StagedJar;
import io.funclet.host.deploy.natives.NativeLibrary;
import io.funclet.host.framework.isolation.ClassPathBundles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/**
 * Makes the bundle of plain jars: a directory with private copies of them, and a manifest that puts them on its class path.
 * So they share packages, resources and package-private members, as their authors expect.
 */
public final class ClassPathBundle {

    private static final String JAR = ".jar";

    private ClassPathBundle() {}

    /**
     * Makes a bundle.
     *
     * @param source what stands for it among the files of the code directory
     * @param label its name in the log
     * @param copy the directory to make; deleted again if that fails
     * @param number distinguishes it from earlier ones of its directory
     * @param jars the plain jars; their copies are linked, and stay
     * @param bundles the bundles beside them; a later one goes before an earlier one
     * @throws RejectedException if there is no room for it, or a copy is gone and so is its source
     */
    public static StagedJar of(
            Path source, String label, Path copy, long number, Collection<StagedJar> jars, Collection<Bundle> bundles)
            throws RejectedException {
        List<StagedJar> parts = new ArrayList<>();
        Version version = new Version(0, 0, (int) number);
        try {
            Path manifest = copy.resolve(JarFile.MANIFEST_NAME);
            Files.createDirectories(manifest.getParent());
            // The order does not depend on which jar came first.
            List<StagedJar> sorted = new ArrayList<>(jars);
            sorted.sort(Comparator.comparing(StagedJar::fileName));
            Set<String> names = new HashSet<>();
            List<String> classPath = new ArrayList<>();
            for (StagedJar jar : sorted) {
                String entry = entry(jar.fileName(), names);
                StagedJar part = jar.again(copy.resolve(entry));
                parts.add(part);
                classPath.add(entry);
                classPath.addAll(unpackNested(part, names));
            }
            Manifest headers = new ClassPathManifest(parts, new SplitPackages(parts, bundles)).of(version, classPath);
            try (OutputStream out = Files.newOutputStream(manifest)) {
                headers.write(out);
            }
        } catch (IOException e) {
            JarCopy.delete(copy);
            throw JarCopy.noRoom(e);
        } catch (RejectedException rejected) {
            JarCopy.delete(copy);
            throw rejected;
        }
        return new StagedJar(
                source,
                label,
                copy,
                FileTime.fromMillis(0),
                fingerprint(parts),
                new BundleIdentity(ClassPathBundles.symbolicName(), version, null, false, ""),
                natives(parts),
                null,
                false,
                null,
                parts);
    }

    /** Copies the jars within a jar beside it. Returns their names. */
    private static List<String> unpackNested(StagedJar part, Set<String> taken) throws IOException {
        List<String> names = new ArrayList<>();
        if (!part.plain().nested().isEmpty()) {
            try (ZipFile jar = new ZipFile(part.copy().toFile())) {
                for (String nested : part.plain().nested()) {
                    String name = entry(part.fileName() + "-" + nested.replace('/', '-'), taken);
                    try (InputStream in = jar.getInputStream(jar.getEntry(nested))) {
                        Files.copy(in, part.copy().resolveSibling(name));
                    }
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** A name that needs no quotes in a manifest, and that the framework takes for a jar. */
    private static String entry(String fileName, Set<String> taken) {
        String base = fileName.substring(0, fileName.length() - JAR.length()).replaceAll("[^A-Za-z0-9._+-]", "_");
        String name = base;
        for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = base + "_" + i;
        }
        return name + JAR;
    }

    private static long fingerprint(List<StagedJar> parts) {
        long fingerprint = 1;
        for (StagedJar part : parts) {
            fingerprint = 31 * (31 * fingerprint + part.fileName().hashCode()) + part.fingerprint();
        }
        return fingerprint;
    }

    private static List<NativeLibrary> natives(List<StagedJar> parts) {
        return parts.stream().flatMap(part -> part.natives().stream()).toList();
    }
}
