package io.funclet.host.framework.plain;

import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/** Which packages the constants of classes mention, and which class is a function. Not thread-safe. */
final class ClassReferences {

    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int STRING = 8;

    private static final Set<String> INTERFACES =
            Set.of("io/funclet/api/FunctionHandler", "io/funclet/api/TypedFunction");
    private static final String FUNCTION_NAME = "Lio/funclet/api/FunctionName;";
    private static final String COMPONENT = "Lorg/osgi/service/component/annotations/Component;";

    /** A type in a descriptor or a signature. */
    private static final Pattern TYPE = Pattern.compile("L((?:[\\w$]+/)+)[\\w$]+[;<]");

    /** The name of a class, as code that loads classes by their names has it. */
    private static final Pattern NAME = Pattern.compile("([a-z]\\w*(?:\\.[a-z]\\w*)+)\\.[A-Z][\\w$]*");

    private final SortedSet<String> packages = new TreeSet<>();
    private String function;

    /** The mentioned packages, without those of {@code java}. */
    SortedSet<String> packages() {
        return packages;
    }

    /** A phrase about the first class that is a function; empty if none is. */
    Optional<String> function() {
        return Optional.ofNullable(function);
    }

    /** Reads a class; nothing of one that is newer than all known versions of Java, or is malformed. */
    void read(byte[] bytes) {
        try {
            read(new ClassReader(bytes));
        } catch (IllegalArgumentException | IndexOutOfBoundsException unknown) {
            // It fails when it is loaded, if it ever is.
        }
    }

    private void read(ClassReader reader) {
        char[] buffer = new char[reader.getMaxStringLength()];
        String annotation = null;
        for (int item = 1; item < reader.getItemCount(); item++) {
            int offset = reader.getItem(item);
            if (offset == 0) {
                continue;
            }
            switch (reader.readByte(offset - 1)) {
                case CLASS -> addClass(reader.readUTF8(offset, buffer));
                case STRING -> addName(reader.readUTF8(offset, buffer));
                case UTF8 -> {
                    String text = descriptor(reader, offset);
                    addTypes(text);
                    annotation = text.equals(FUNCTION_NAME) || text.equals(COMPONENT) ? text : annotation;
                }
                default -> {
                    // Refers to one of the others.
                }
            }
        }
        if (function == null && (reader.getAccess() & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0) {
            function = function(reader, annotation);
        }
    }

    /** {@code null} if the class is no function. */
    private static String function(ClassReader reader, String annotation) {
        String name = reader.getClassName().replace('/', '.');
        for (String implemented : reader.getInterfaces()) {
            if (INTERFACES.contains(implemented)) {
                return name + " implements " + implemented.replace('/', '.');
            }
        }
        return annotation == null
                ? null
                : name + " has the annotation @"
                        + annotation.substring(annotation.lastIndexOf('/') + 1, annotation.length() - 1);
    }

    /** Empty if the text at an offset is none. */
    private static String descriptor(ClassReader reader, int offset) {
        int length = reader.readUnsignedShort(offset);
        int first = length < 4 ? 0 : reader.readByte(offset + 2);
        int last = length < 4 ? 0 : reader.readByte(offset + 1 + length);
        if ("L([<TZBCSIJFD".indexOf(first) < 0 || ";VZBCSIJFD>".indexOf(last) < 0) {
            return "";
        }
        StringBuilder text = new StringBuilder(length);
        for (int at = 0; at < length; at++) {
            text.append((char) (reader.readByte(offset + 2 + at) & 0xff));
        }
        return text.toString();
    }

    private void addTypes(String text) {
        if (text.indexOf('/') > 0) {
            for (Matcher type = TYPE.matcher(text); type.find(); ) {
                addPackage(type.group(1).substring(0, type.group(1).length() - 1));
            }
        }
    }

    /** An internal name, or a descriptor of an array. */
    private void addClass(String name) {
        if (name.startsWith("[")) {
            addTypes(name);
        } else if (name.indexOf('/') > 0) {
            addPackage(name.substring(0, name.lastIndexOf('/')));
        }
    }

    private void addName(String text) {
        Matcher name = NAME.matcher(text);
        if (name.matches()) {
            addPackage(name.group(1));
        }
    }

    private void addPackage(String path) {
        String name = path.replace('/', '.');
        if (!name.startsWith("java.") && PackageName.isValid(name)) {
            packages.add(name);
        }
    }
}
