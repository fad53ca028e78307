package io.funclet.host.config;

import io.funclet.host.config.load.WorkingDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A working directory with the least that a service needs. */
public abstract class BaetylConfigs {

    public static final String LEAST = """
            server:
              address: 127.0.0.1:50051
            functions:
              - name: sayhi
                handler: sayhi.handler
                codedir: code
            """;

    @TempDir
    public Path directory;

    public WorkingDirectory here;

    @BeforeEach
    void makeTheCodeDirectory() throws IOException {
        here = new WorkingDirectory(directory);
        here.directory("code");
    }

    public RuntimeConfig read(String yaml) throws Exception {
        here.file("etc/baetyl/service.yml", yaml);
        return here.load(Map.of());
    }

    List<String> problemsOf(String yaml) throws IOException {
        here.file("etc/baetyl/service.yml", yaml);
        return here.problems(Map.of());
    }
}
