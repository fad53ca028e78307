package io.funclet.host.framework;

import io.funclet.host.framework.guard.Exit;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;

/**
 * Stands between function bundles and what there is one of for the whole process, which they share with others: when a
 * class of theirs is loaded, some calls of Java become calls of {@code framework.guard} (OSGi Core, chapter 56). Those of
 * {@code System.exit} and its like become a {@link SecurityException}, and so do those that would take from others what Java
 * has for all; those of {@code Runtime.addShutdownHook}, of {@code Security.addProvider}, and of setters such as
 * {@code System.setOut}, are done, and it is noted whose they were.
 *
 * <p>By weaving, because a security manager can keep a function from an exit up to JDK 23 only, and warns on standard error
 * already on 17. Calls by reflection, and from native code, are not seen.
 */
public final class ExitVeto implements WeavingHook {

    private static final String SYSTEM = "java/lang/System";
    private static final String RUNTIME = "java/lang/Runtime";
    private static final String LOCALE = "java/util/Locale";
    private static final String TIME_ZONE = "java/util/TimeZone";
    private static final String SECURITY = "java/security/Security";
    private static final String PROVIDER = "java/security/Provider";
    private static final String SSL_CONTEXT = "javax/net/ssl/SSLContext";
    private static final String HTTPS = "javax/net/ssl/HttpsURLConnection";
    private static final String COMPONENTS = "org/osgi/service/component/runtime/ServiceComponentRuntime";

    // By name: they are not loaded before code of a bundle calls them.
    private static final String GUARD = Exit.class.getPackageName().replace('.', '/') + "/";
    private static final String EXIT = GUARD + "Exit";
    private static final String HOOKS = GUARD + "Hooks";
    private static final String SETTINGS = GUARD + "Settings";
    private static final String PROVIDERS = GUARD + "Providers";
    private static final String PROPERTIES = GUARD + "SystemProperties";

    private static final Handle PROVIDER_CHANGE = new Handle(
            Opcodes.H_INVOKESTATIC,
            PROVIDERS,
            "change",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);

    private static final ByteWords OWNERS =
            new ByteWords(SYSTEM, RUNTIME, LOCALE, TIME_ZONE, SECURITY, SSL_CONTEXT, HTTPS, COMPONENTS);

    private static final ByteWords METHODS = new ByteWords(
            "exit",
            "halt",
            "addShutdownHook",
            "setOut",
            "setErr",
            "setIn",
            "setProperties",
            "setProperty",
            "clearProperty",
            "setDefault",
            "disableComponent",
            "addProvider",
            "insertProviderAt",
            "removeProvider");

    private static final ByteWords PROVIDER_OWNER = new ByteWords(PROVIDER);

    /** The methods of a security provider that change what it has. */
    private static final Set<String> CHANGES = Set.of(
            "clear",
            "compute",
            "computeIfAbsent",
            "computeIfPresent",
            "load",
            "merge",
            "put",
            "putAll",
            "putIfAbsent",
            "remove",
            "replace",
            "replaceAll",
            "setProperty");

    /** How the package of the guard is exported; the attribute keeps it out of everybody's ordinary imports. */
    static final String EXPORT = Exit.class.getPackageName() + ";funclet.guard=exit;mandatory:=funclet.guard";

    private static final String DYNAMIC_IMPORT = Exit.class.getPackageName() + ";funclet.guard=exit";

    @Override
    public void weave(WovenClass woven) {
        byte[] bytes = woven.getBytes();
        // Whether the names occur at all: almost no class has them, and the others are spared the parsing.
        if ((!OWNERS.isAnyIn(bytes) || !METHODS.isAnyIn(bytes)) && !PROVIDER_OWNER.isAnyIn(bytes)) {
            return;
        }
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        Guarding guarding = new Guarding(writer);
        reader.accept(guarding, 0);
        if (guarding.found) {
            woven.setBytes(writer.toByteArray());
            woven.getDynamicImports().add(DYNAMIC_IMPORT);
        }
    }

    /** The class whose method of the same name stands in for one; {@code null} if it is as it was. */
    private static String guard(String owner, String name) {
        return switch (owner) {
            case RUNTIME ->
                switch (name) {
                    case "exit", "halt" -> EXIT;
                    case "addShutdownHook" -> HOOKS;
                    default -> null;
                };
            case SYSTEM ->
                switch (name) {
                    case "exit" -> EXIT;
                    case "setOut", "setErr", "setIn" -> SETTINGS;
                    case "setProperties", "setProperty", "clearProperty" -> PROPERTIES;
                    default -> null;
                };
            case LOCALE, TIME_ZONE, SSL_CONTEXT -> name.equals("setDefault") ? SETTINGS : null;
            case HTTPS ->
                switch (name) {
                    case "setDefaultSSLSocketFactory", "setDefaultHostnameVerifier" -> SETTINGS;
                    default -> null;
                };
            case COMPONENTS -> name.equals("disableComponent") ? GUARD + "Components" : null;
            case SECURITY ->
                switch (name) {
                    case "addProvider", "insertProviderAt", "removeProvider", "setProperty" -> PROVIDERS;
                    default -> null;
                };
            default -> null;
        };
    }

    /** The guard's methods are static; what was the object of the call becomes the first argument, as on the stack. */
    private static String guardDescriptor(String owner, String descriptor) {
        return owner.equals(RUNTIME) || owner.equals(COMPONENTS) ? withReceiver(owner, descriptor) : descriptor;
    }

    private static String withReceiver(String owner, String descriptor) {
        return "(L" + owner + ";" + descriptor.substring(1);
    }

    private static final class Guarding extends ClassVisitor {

        private boolean found;
        private boolean mayCallDynamically;

        Guarding(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String base, String[] interfaces) {
            mayCallDynamically = (version & 0xffff) >= Opcodes.V1_7;
            super.visit(version, access, name, signature, base, interfaces);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String methodDescriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, method, methodDescriptor, signature, exceptions);
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
                    String guard = guard(owner, name);
                    if (guard != null) {
                        found = true;
                        super.visitMethodInsn(
                                Opcodes.INVOKESTATIC, guard, name, guardDescriptor(owner, descriptor), false);
                    } else if (mayCallDynamically
                            && opcode == Opcodes.INVOKEVIRTUAL
                            && owner.equals(PROVIDER)
                            && CHANGES.contains(name)) {
                        found = true;
                        super.visitInvokeDynamicInsn(name, withReceiver(owner, descriptor), PROVIDER_CHANGE);
                    } else {
                        super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
                    }
                }

                @Override
                public void visitInvokeDynamicInsn(
                        String name, String descriptor, Handle bootstrap, Object... arguments) {
                    Object[] guarded = arguments.clone();
                    for (int i = 0; i < guarded.length; i++) {
                        if (guarded[i] instanceof Handle handle && guard(handle.getOwner(), handle.getName()) != null) {
                            found = true;
                            guarded[i] = new Handle(
                                    Opcodes.H_INVOKESTATIC,
                                    guard(handle.getOwner(), handle.getName()),
                                    handle.getName(),
                                    guardDescriptor(handle.getOwner(), handle.getDesc()),
                                    false);
                        }
                    }
                    super.visitInvokeDynamicInsn(name, descriptor, bootstrap, guarded);
                }
            };
        }
    }
}
