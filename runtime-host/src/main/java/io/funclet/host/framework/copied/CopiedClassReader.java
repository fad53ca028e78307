package io.funclet.host.framework.copied;

import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Reads the class file of a library. */
final class CopiedClassReader extends ClassVisitor {

    private static final int CLASS = 7;
    private static final int STRING = 8;

    private final CopiedClass read;
    private final boolean isPublic;

    private CopiedClassReader(CopiedClass read, int access) {
        super(Opcodes.ASM9);
        this.read = read;
        this.isPublic =
                (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE | Opcodes.ACC_PUBLIC)) == Opcodes.ACC_PUBLIC;
    }

    /**
     * Reads a class.
     *
     * @throws IllegalArgumentException if it is newer than all known versions of Java
     * @throws IndexOutOfBoundsException if it is malformed
     */
    static CopiedClass read(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        CopiedClass read = new CopiedClass(reader.getClassName());
        read.supertypes.addAll(List.of(reader.getInterfaces()));
        if (reader.getSuperName() != null) {
            read.supertypes.add(reader.getSuperName());
        }
        addMentions(reader, read.mentions);
        read.mentions.remove(read.name);
        reader.accept(
                new CopiedClassReader(read, reader.getAccess()), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return read;
    }

    private static void addMentions(ClassReader reader, Set<String> mentions) {
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int item = 1; item < reader.getItemCount(); item++) {
            int offset = reader.getItem(item);
            int tag = offset == 0 ? 0 : reader.readByte(offset - 1);
            if (tag == CLASS || tag == STRING) {
                mentions.add(reader.readUTF8(offset, buffer).replace('.', '/'));
            }
        }
    }

    @Override
    public MethodVisitor visitMethod(int access, String method, String type, String signature, String[] thrown) {
        read.hasNativeMethods |= (access & Opcodes.ACC_NATIVE) != 0;
        read.isInstantiable |=
                isPublic && method.equals("<init>") && type.equals("()V") && (access & Opcodes.ACC_PUBLIC) != 0;
        return new ConstantArguments(read);
    }
}
