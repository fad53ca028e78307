package io.funclet.wrap;

import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Constants;
import aQute.bnd.osgi.FileResource;
import aQute.bnd.osgi.Jar;
import aQute.bnd.service.AnalyzerPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * The bundle that a plain jar becomes.
 *
 * @param name what it is called
 * @param remarks what its author should know, a line each
 */
record FunctionBundle(BundleName name, List<String> remarks) {

    /** Where libraries are in the bundle. As whole jars: files of the same name in several of them stay apart. */
    private static final String LIBRARIES = "lib/";

    /** What nothing needs at run time although it is mentioned. */
    private static final String ANNOTATIONS = "(.*\\.)?annotations?(\\..*)?";

    static FunctionBundle write(WrapArguments arguments) throws Exception {
        LibraryJars libraries = LibraryJars.of(arguments);
        Path function = arguments.function();
        try (Jar jar = new Jar(function.toFile());
                Builder builder = new Builder()) {
            mustBePlain(function, jar.getManifest());
            BundleName name = BundleName.of(arguments, jar);
            boolean multiRelease = isMultiRelease(jar.getManifest());
            // A signature would be one of the jar as it was.
            jar.stripSignatures();
            for (Map.Entry<String, Path> library : libraries.carried().entrySet()) {
                jar.putResource(LIBRARIES + library.getKey(), new FileResource(library.getValue()));
            }
            for (Path known : arguments.platform()) {
                builder.addClasspath(known.toFile());
            }
            for (Path known : libraries.leftOut()) {
                builder.addClasspath(known.toFile());
            }
            FunctionClasses classes = new FunctionClasses(builder, jar);
            classes.mustHaveFunctions(function.getFileName());
            classes.addComponents();
            builder.addBasicPlugin((AnalyzerPlugin) FunctionBundle::forgetUnnamedPackage);
            builder.setJar(jar);
            builder.setProperty(Constants.BUNDLE_SYMBOLICNAME, name.symbolicName());
            builder.setProperty(Constants.BUNDLE_VERSION, name.version());
            builder.setProperty(Constants.BUNDLE_CLASSPATH, classPath(libraries));
            if (multiRelease) {
                builder.setProperty("Multi-Release", "true");
            }
            Set<String> foreign = foreign(classes, jar, libraries);
            builder.setProperty(Constants.IMPORT_PACKAGE, imports(foreign));
            // Those of libraries are left aside: some name an activator of their own, which can be one only.
            builder.setProperty("-bundleannotations", String.join(",", classes.annotated()));
            builder.setProperty("-dsannotations", String.join(",", classes.annotated()));
            builder.setProperty("-noimportjava", "true");
            builder.setProperty("-noextraheaders", "true");
            builder.setProperty("-reproducible", "true");
            Jar built = builder.build();
            if (!builder.getErrors().isEmpty()) {
                throw new WrapException(function + ": bnd says: " + String.join("; ", builder.getErrors()));
            }
            classes.restore(built);
            keepToItself(built);
            write(built, arguments.output());
            return new FunctionBundle(name, remarks(libraries, classes, foreign, builder.getWarnings()));
        }
    }

    /** Its classes use each other. bnd takes that for an import, which cannot be, and fails. */
    private static boolean forgetUnnamedPackage(Analyzer analyzer) {
        analyzer.getReferred().keySet().removeIf(name -> name.getFQN().equals("."));
        return false;
    }

    private static void mustBePlain(Path function, Manifest manifest) throws WrapException {
        String name = manifest == null ? null : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (name != null) {
            throw new WrapException(function + " is a bundle already, " + name
                    + ": deploy it as it is, or wrap the jar that its build had made before");
        }
    }

    private static boolean isMultiRelease(Manifest manifest) {
        return manifest != null
                && "true".equalsIgnoreCase(manifest.getMainAttributes().getValue(Attributes.Name.MULTI_RELEASE));
    }

    private static String classPath(LibraryJars libraries) {
        List<String> entries = new ArrayList<>(List.of("."));
        libraries.carried().keySet().forEach(name -> entries.add(LIBRARIES + name));
        return String.join(",", entries);
    }

    /** Packages that the function itself needs, and neither it, its libraries nor Java have. */
    private static Set<String> foreign(FunctionClasses classes, Jar jar, LibraryJars libraries) throws IOException {
        Set<String> foreign = new TreeSet<>(classes.packages());
        foreign.removeIf(name -> name.equals(".") || name.isEmpty() || name.startsWith("java."));
        foreign.removeIf(name -> name.matches(ANNOTATIONS));
        foreign.removeAll(jar.getPackages());
        for (Path library : libraries.carried().values()) {
            try (Jar carried = new Jar(library.toFile())) {
                foreign.removeAll(carried.getPackages());
            }
        }
        ModuleLayer.boot().modules().forEach(module -> foreign.removeAll(module.getPackages()));
        return foreign;
    }

    /** What the function itself uses must be there. Libraries mention much that they can do without. */
    private static String imports(Set<String> foreign) {
        return foreign.stream().map(name -> name + ",").collect(Collectors.joining()) + "*;resolution:=optional";
    }

    /**
     * Takes back what annotations of libraries export. Else another bundle's copy could come in the place of the one that the
     * bundle carries.
     */
    private static void keepToItself(Jar built) throws Exception {
        Attributes headers = built.getManifest().getMainAttributes();
        Parameters exported = new Parameters(headers.getValue(Constants.EXPORT_PACKAGE));
        Parameters imported = new Parameters(headers.getValue(Constants.IMPORT_PACKAGE));
        imported.keySet().removeAll(exported.keySet());
        headers.remove(new Attributes.Name(Constants.EXPORT_PACKAGE));
        headers.putValue(Constants.IMPORT_PACKAGE, imported.toString());
    }

    private static void write(Jar built, Path output) throws Exception {
        Path directory = output.toAbsolutePath().getParent();
        Path unfinished = Files.createTempFile(directory, ".wrap", ".part");
        try {
            built.write(unfinished.toFile());
            Files.move(unfinished, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static List<String> remarks(
            LibraryJars libraries, FunctionClasses classes, Set<String> foreign, List<String> warnings) {
        List<String> remarks = new ArrayList<>();
        libraries.carried().keySet().forEach(library -> remarks.add("carries " + library));
        libraries.leftOut().forEach(left -> remarks.add("leaves out " + left.getFileName() + ": Funclet brings it"));
        foreign.stream()
                .filter(name -> !name.matches("(io\\.funclet\\.api|org\\.slf4j|org\\.osgi)(\\..*)?"))
                .forEach(name -> remarks.add("imports " + name
                        + ", which no library has: name its jar by --with, or put a bundle with it beside this one"));
        classes.unnamed().forEach(type -> remarks.add(type + " is never called: it has no @FunctionName"));
        warnings.forEach(warning -> remarks.add("bnd warns: " + warning));
        return remarks;
    }
}
