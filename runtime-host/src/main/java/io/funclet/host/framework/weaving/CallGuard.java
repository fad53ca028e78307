package io.funclet.host.framework.weaving;

import io.funclet.host.framework.guard.Exit;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.osgi.framework.hooks.weaving.WovenClass;

/** Redirects the calls of one class to {@code framework.guard}. */
final class CallGuard extends ClassVisitor {

    private static final String DYNAMIC_IMPORT = Exit.class.getPackageName() + ";funclet.guard=exit";

    private boolean found;
    private boolean mayCallDynamically;
    private boolean isClassValue;
    private FileLoading fileLoading;

    private CallGuard(ClassVisitor next) {
        super(Opcodes.ASM9, next);
    }

    /** Writes the class anew if it has such a call. */
    static void write(WovenClass woven, byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        CallGuard guarding = new CallGuard(writer);
        reader.accept(guarding, 0);
        if (guarding.found) {
            woven.setBytes(writer.toByteArray());
            woven.getDynamicImports().add(DYNAMIC_IMPORT);
        }
    }

    @Override
    public void visit(int version, int access, String name, String signature, String base, String[] interfaces) {
        mayCallDynamically = (version & 0xffff) >= Opcodes.V1_7;
        isClassValue = ClassValueCalls.CLASS_VALUE.equals(base);
        fileLoading = new FileLoading(version, access, name);
        super.visit(version, access, name, signature, base, interfaces);
    }

    @Override
    public void visitEnd() {
        fileLoading.write(cv);
        super.visitEnd();
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String method, String methodDescriptor, String signature, String[] exceptions) {
        MethodVisitor next = super.visitMethod(access, method, methodDescriptor, signature, exceptions);
        boolean isComputing = isClassValue && ClassValueCalls.isComputing(access, method, methodDescriptor);
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                if (isComputing) {
                    found = true;
                    ClassValueCalls.write(mv);
                }
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
                if (ThreadCalls.write(mv, opcode, owner, name, descriptor)) {
                    found = true;
                    return;
                }
                Handle loading = fileLoading.standIn(owner, name, descriptor);
                if (loading != null) {
                    found = true;
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC,
                            loading.getOwner(),
                            loading.getName(),
                            loading.getDesc(),
                            loading.isInterface());
                    return;
                }
                String guard = GuardedCalls.standIn(owner, name, descriptor);
                if (GuardedCalls.needsDrivers(owner, name)) {
                    prepareDrivers();
                }
                Handle linker = mayCallDynamically ? GuardedCalls.linker(opcode, owner, name) : null;
                if (guard != null) {
                    found = true;
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, guard, name, GuardedCalls.descriptor(owner, descriptor), false);
                } else if (linker != null) {
                    found = true;
                    super.visitInvokeDynamicInsn(
                            name,
                            opcode == Opcodes.INVOKESTATIC ? descriptor : GuardedCalls.withObject(owner, descriptor),
                            linker,
                            GuardedCalls.arguments(linker, opcode, owner));
                } else {
                    super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
                }
            }

            /** Runs once, when this place is first reached, and does nothing later. */
            private void prepareDrivers() {
                if (mayCallDynamically) {
                    found = true;
                    super.visitInvokeDynamicInsn("prepare", "()V", GuardedCalls.DRIVERS);
                }
            }

            @Override
            public void visitMaxs(int maxStack, int maxLocals) {
                // One more, for a thread factory; two for a class value.
                super.visitMaxs(maxStack + (isComputing ? 2 : 1), maxLocals);
            }

            @Override
            public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
                Object[] guarded = arguments.clone();
                for (int i = 0; i < guarded.length; i++) {
                    if (guarded[i] instanceof Handle handle) {
                        Handle loading = fileLoading.standIn(handle.getOwner(), handle.getName(), handle.getDesc());
                        if (loading != null) {
                            found = true;
                            guarded[i] = loading;
                        }
                        String guard = GuardedCalls.standIn(handle.getOwner(), handle.getName(), handle.getDesc());
                        if (GuardedCalls.needsDrivers(handle.getOwner(), handle.getName())) {
                            prepareDrivers();
                        }
                        if (guard != null) {
                            found = true;
                            guarded[i] = new Handle(
                                    Opcodes.H_INVOKESTATIC,
                                    guard,
                                    handle.getName(),
                                    GuardedCalls.descriptor(handle.getOwner(), handle.getDesc()),
                                    false);
                        }
                    }
                }
                super.visitInvokeDynamicInsn(name, descriptor, bootstrap, guarded);
            }
        };
    }
}
