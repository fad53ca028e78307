package io.funclet.host.framework.library;

import java.io.IOException;
import java.nio.file.Path;

/** Other names for the native libraries of one bundle: for their files, and in them. Any thread. */
public interface LibraryNames {

    /**
     * @param library a file, which may be no library
     * @return the name for its copy: its own, if it is not to be renamed
     */
    String fileName(Path library) throws IOException;

    /** Replaces the names in a copy. The file keeps its size. */
    void write(Path copy) throws IOException;
}
