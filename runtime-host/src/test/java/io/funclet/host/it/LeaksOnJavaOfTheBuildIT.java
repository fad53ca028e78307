package io.funclet.host.it;

import java.nio.file.Path;

/** The same on an older Java, if the build runs on one: threads and their stacks look different there. */
class LeaksOnJavaOfTheBuildIT extends LeaksIT {

    @Override
    RuntimeProcess.Start process(Path directory) {
        return super.process(directory).javaHome(Path.of(System.getProperty("java.home")));
    }
}
