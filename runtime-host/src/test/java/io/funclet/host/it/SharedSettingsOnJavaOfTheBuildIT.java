package io.funclet.host.it;

import java.nio.file.Path;

/** The same on an older Java, if the build runs on one: its threads, and its providers, are made differently. */
class SharedSettingsOnJavaOfTheBuildIT extends SharedSettingsIT {

    @Override
    RuntimeProcess.Start process(Path directory) {
        return super.process(directory).javaHome(Path.of(System.getProperty("java.home")));
    }
}
