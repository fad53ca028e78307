package io.funclet.host.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.funclet.host.upgrade.UpgradedRuntime.NamedSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SuccessorProcessTest {

    @Test
    void moreSocketsThanAProcessInherits_areNamed_andNothingStarts() {
        List<NamedSocket> sockets = Stream.of("grpc", "tenant-acme", "tenant-globex")
                .map(name -> new NamedSocket(name, null))
                .toList();

        IOException rejected = assertThrows(
                IOException.class, () -> SuccessorProcess.start(Path.of("none"), List.of(), sockets, Path.of("link")));

        assertEquals(
                "a new process can inherit at most 2 listening sockets, and this one has 3"
                        + " (grpc, tenant-acme, tenant-globex): restart the runtime with the other version",
                rejected.getMessage());
    }
}
