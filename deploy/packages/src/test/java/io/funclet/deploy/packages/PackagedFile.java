package io.funclet.deploy.packages;

import java.util.Arrays;

/**
 * A file of a package.
 *
 * @param mode as {@code stat} prints it: with the bits of the type, 0100644
 * @param owner user and group: {@code root:root}
 * @param content of a plain file; of a link, the target; of a directory, nothing
 */
record PackagedFile(String path, int mode, String owner, byte[] content) {

    static final int DIRECTORY = 0040000;
    static final int PLAIN = 0100000;
    static final int LINK = 0120000;

    private static final int TYPE = 0170000;

    int type() {
        return mode & TYPE;
    }

    int permissions() {
        return mode & ~TYPE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackagedFile file
                && path.equals(file.path)
                && type() == file.type()
                && (type() == LINK || mode == file.mode)
                && owner.equals(file.owner)
                && Arrays.equals(content, file.content);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    @Override
    public String toString() {
        return path + " " + Integer.toOctalString(mode) + " " + owner + " of " + content.length + " bytes";
    }
}
