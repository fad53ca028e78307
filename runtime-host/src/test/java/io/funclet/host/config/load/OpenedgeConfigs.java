package io.funclet.host.config.load;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A working directory with the code directory of one function. */
public abstract class OpenedgeConfigs {

    public static final String LEAST = """
            {"name":"n","server":{"address":"127.0.0.1:80"},"function":{"name":"f","handler":"h","codedir":"code"}}""";

    @TempDir
    public Path directory;

    public WorkingDirectory here;

    @BeforeEach
    void makeTheCodeDirectory() throws IOException {
        here = new WorkingDirectory(directory);
        here.directory("code");
    }
}
