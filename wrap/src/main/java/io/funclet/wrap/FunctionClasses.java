package io.funclet.wrap;

import aQute.bnd.classfile.AnnotationInfo;
import aQute.bnd.classfile.Attribute;
import aQute.bnd.classfile.ClassFile;
import aQute.bnd.classfile.ElementValueInfo;
import aQute.bnd.classfile.RuntimeInvisibleAnnotationsAttribute;
import aQute.bnd.classfile.builder.ClassFileBuilder;
import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Clazz;
import aQute.bnd.osgi.Descriptors.PackageRef;
import aQute.bnd.osgi.Descriptors.TypeRef;
import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The classes of the plain jar: which are functions, and what they use. For one thread. */
final class FunctionClasses {

    private static final String HANDLER = "io.funclet.api.FunctionHandler";
    private static final String TYPED = "io.funclet.api.TypedFunction";
    private static final String NAME = "io.funclet.api.FunctionName";
    private static final String COMPONENT = "org.osgi.service.component.annotations.Component";

    private final Jar jar;

    /** Classes that bnd shall read annotations of. */
    private final Set<String> annotated = new TreeSet<>();

    /** What classes mention, by the first two parts of their own packages: all classes of a library have these. */
    private final Map<String, Set<String>> packages = new TreeMap<>();

    private final Set<String> own = new TreeSet<>();
    private final List<String> unnamed = new ArrayList<>();
    private final Map<TypeRef, Clazz> classes = new HashMap<>();
    private final Map<String, Clazz> withoutComponent = new TreeMap<>();
    private final Map<String, Resource> originals = new LinkedHashMap<>();

    FunctionClasses(Analyzer analyzer, Jar jar) throws Exception {
        this.jar = jar;
        for (Map.Entry<String, Resource> entry : jar.getResources().entrySet()) {
            String path = entry.getKey();
            if (path.endsWith(".class") && !path.startsWith("META-INF/") && !path.endsWith("module-info.class")) {
                Clazz type = new Clazz(analyzer, path, entry.getValue());
                type.parseClassFile();
                classes.put(type.getClassName(), type);
                add(path, type);
            }
        }
    }

    private void add(String path, Clazz type) {
        String library = library(path);
        Set<String> mentioned = packages.computeIfAbsent(library, any -> new TreeSet<>());
        type.getReferred().stream().map(PackageRef::getFQN).forEach(mentioned::add);
        Set<TypeRef> annotations = type.annotations();
        boolean component = has(annotations, COMPONENT);
        boolean function = has(annotations, NAME);
        if (component || function) {
            annotated.add(type.getFQN());
            own.add(library);
        }
        if (function && !component) {
            withoutComponent.put(path, type);
        } else if (!component && (implementsDirectly(type, HANDLER) || implementsDirectly(type, TYPED))) {
            unnamed.add(type.getFQN());
        }
    }

    private static boolean has(Set<TypeRef> annotations, String name) {
        return annotations.stream().anyMatch(annotation -> annotation.getFQN().equals(name));
    }

    private static boolean implementsDirectly(Clazz type, String name) {
        return type.interfaces().stream().anyMatch(it -> it.getFQN().equals(name));
    }

    /** What it is as a service: by itself or by a superclass in the jar. */
    private String service(Clazz type) {
        for (Clazz each = type; each != null; each = each.getSuper() == null ? null : classes.get(each.getSuper())) {
            if (implementsDirectly(each, TYPED)) {
                return TYPED;
            }
        }
        return HANDLER;
    }

    Set<String> annotated() {
        return annotated;
    }

    /** The first two parts of the package of a class. */
    static String library(String path) {
        String[] parts = path.split("/");
        return parts.length < 3 ? parts[0] : parts[0] + "." + parts[1];
    }

    /** Packages that the functions' classes mention, and those beside them; not those of libraries that were copied in. */
    Set<String> packages() {
        Set<String> mentioned = new TreeSet<>();
        own.forEach(library -> mentioned.addAll(packages.get(library)));
        return mentioned;
    }

    /** Classes that implement the API and have no name to be called by. */
    List<String> unnamed() {
        return unnamed;
    }

    void mustHaveFunctions(Object file) throws WrapException {
        if (!annotated.isEmpty()) {
            return;
        }
        throw new WrapException(
                unnamed.isEmpty()
                        ? file + " has no function: no class in it has @FunctionName"
                        : file + " has no function: " + String.join(", ", unnamed)
                                + " needs @FunctionName, with the name that it is called by");
    }

    /**
     * Gives {@code @Component} to each class that has a function's name alone, as its author means it. {@link #restore(Jar)}
     * takes it back.
     */
    void addComponents() throws Exception {
        for (Map.Entry<String, Clazz> entry : withoutComponent.entrySet()) {
            Clazz type = entry.getValue();
            if (type.isAbstract() || !type.isPublic() || !type.hasPublicNoArgsConstructor()) {
                throw new WrapException(type.getFQN()
                        + " has @FunctionName, and cannot be constructed: it must be public, not abstract, and have a"
                        + " public constructor without parameters (a Kotlin or Scala object has none)");
            }
            Resource original = jar.getResource(entry.getKey());
            originals.put(entry.getKey(), original);
            jar.putResource(
                    entry.getKey(),
                    new EmbeddedResource(withComponent(original, service(type)), original.lastModified()));
        }
    }

    /** Puts the class files back, byte for byte. */
    void restore(Jar built) {
        originals.forEach(built::putResource);
    }

    private static byte[] withComponent(Resource resource, String provided) throws Exception {
        ClassFileBuilder builder = new ClassFileBuilder(Clazz.parse(resource));
        List<AnnotationInfo> annotations = new ArrayList<>();
        for (Attribute attribute : List.copyOf(builder.attributes())) {
            if (attribute instanceof RuntimeInvisibleAnnotationsAttribute there) {
                annotations.addAll(List.of(there.annotations));
                builder.attributes().remove(attribute);
            }
        }
        ElementValueInfo service = new ElementValueInfo(
                "service", new Object[] {new ElementValueInfo.ResultConst("L" + provided.replace('.', '/') + ";")});
        annotations.add(new AnnotationInfo("L" + COMPONENT.replace('.', '/') + ";", new ElementValueInfo[] {service}));
        builder.attributes(new RuntimeInvisibleAnnotationsAttribute(annotations.toArray(AnnotationInfo[]::new)));
        ClassFile changed = builder.build();
        return changed.write();
    }
}
