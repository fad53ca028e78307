package io.funclet.host.framework.copied;

import java.util.Set;
import java.util.regex.Pattern;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Finds the constants of a method that are arguments of what looks for resources and services. It follows the last constant
 * text, as long as no instruction may have taken it off the stack. So it may miss some, and never invents one.
 */
final class ConstantArguments extends MethodVisitor {

    private static final String CLASS = "java/lang/Class";
    private static final String LOADER = "java/lang/ClassLoader";

    /** Calls on these take no text off the stack. */
    private static final Set<String> WITHOUT_TEXT =
            Set.of(CLASS, "java/lang/Object", "java/lang/Thread", "java/lang/invoke/MethodHandles");

    /** Stands for an argument in the recipe of a composed text. */
    private static final char HOLE = '\u0001';

    private static final Pattern PATH = Pattern.compile("[\\w$./-]+");
    private static final Pattern NAME = Pattern.compile("[\\w$-][\\w$./-]*\\.\\w+");
    private static final Pattern FILE = Pattern.compile(".*/[\\w.-]*[\\w-]\\.[a-z]{2,10}");

    private final CopiedClass of;
    private final String library;

    /** {@code null} if it is unknown. */
    private String text;

    /** The class that was put on the stack last; {@code null} if it is unknown. */
    private Type type;

    private boolean isTypeLast;

    /** The class that was put on the stack just before the text; {@code null} if none was. */
    private Type receiver;

    ConstantArguments(CopiedClass of) {
        super(Opcodes.ASM9);
        this.of = of;
        this.library = of.library().isEmpty() ? "/" : of.library() + "/";
    }

    private void step(boolean takesText) {
        isTypeLast = false;
        if (takesText) {
            text = null;
            type = null;
        }
    }

    @Override
    public void visitLdcInsn(Object value) {
        if (value instanceof String constant) {
            text = constant;
            receiver = isTypeLast ? type : null;
            addPath(constant);
            step(false);
        } else if (value instanceof Type constant) {
            type = constant;
            isTypeLast = true;
        } else {
            step(false);
        }
    }

    /** A text that is a path of the library with a file's name: it is passed on, and read elsewhere. */
    private void addPath(String constant) {
        String path = relative(constant);
        if (isOfLibrary(path) && FILE.matcher(path).matches()) {
            of.resources.add(path);
        }
    }

    /** Also what it has below META-INF, such as Log4j's list of plugins. */
    private boolean isOfLibrary(String path) {
        String inside = path.startsWith("META-INF/") ? path.substring("META-INF/".length()) : path;
        return inside.startsWith(library) && PATH.matcher(inside).matches() && !inside.endsWith(".class");
    }

    private static String relative(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String method, String descriptor, boolean isInterface) {
        boolean ofResources = owner.equals(CLASS) || owner.equals(LOADER);
        if (ofResources && method.startsWith("getResource")) {
            of.readsResources = true;
            addResource();
        } else if (owner.equals("java/util/ResourceBundle") && method.equals("getBundle")) {
            addBundle();
        } else if (owner.equals("java/util/ServiceLoader") && method.startsWith("load") && type != null) {
            of.services.add(type.getInternalName());
        } else if (owner.equals("java/sql/DriverManager") && method.equals("getConnection")) {
            of.services.add("java/sql/Driver");
        } else if (owner.equals("java/lang/System") && method.equals("load")) {
            of.loadsLibraryFile = true;
        }
        step(!descriptor.startsWith("()") || opcode != Opcodes.INVOKESTATIC && !WITHOUT_TEXT.contains(owner));
    }

    /** A name without directories: a path from the root is added as a text. */
    private void addResource() {
        if (text != null
                && receiver != null
                && receiver.getSort() == Type.OBJECT
                && NAME.matcher(text).matches()
                && !text.endsWith(".class")) {
            of.besideClasses.put(text, receiver.getInternalName());
        }
    }

    private void addBundle() {
        if (text != null && isOfLibrary(text.replace('.', '/'))) {
            of.bundles.add(text.replace('.', '/'));
        }
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        if (arguments.length > 0 && arguments[0] instanceof String recipe) {
            String path = relative(recipe);
            int hole = path.indexOf(HOLE);
            if (hole > 0
                    && isOfLibrary(path.substring(0, hole))
                    && NAME.matcher(path.replace(HOLE, 'x')).matches()) {
                of.beginnings.add(path.substring(0, hole));
            }
        }
        step(true);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        step(opcode != Opcodes.GETSTATIC && opcode != Opcodes.GETFIELD);
    }

    @Override
    public void visitVarInsn(int opcode, int variable) {
        step(opcode >= Opcodes.ISTORE);
    }

    @Override
    public void visitInsn(int opcode) {
        step(opcode > Opcodes.DCONST_1 && opcode != Opcodes.DUP);
    }

    @Override
    public void visitTypeInsn(int opcode, String named) {
        step(opcode == Opcodes.ANEWARRAY || opcode == Opcodes.INSTANCEOF);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        step(true);
    }

    @Override
    public void visitTableSwitchInsn(int least, int most, Label other, Label... labels) {
        step(true);
    }

    @Override
    public void visitLookupSwitchInsn(Label other, int[] keys, Label[] labels) {
        step(true);
    }
}
