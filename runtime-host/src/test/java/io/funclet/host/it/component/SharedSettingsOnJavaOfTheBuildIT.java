package io.funclet.host.it.component;

/** The same on an older Java, if the build runs on one: its threads, and its providers, are made differently. */
class SharedSettingsOnJavaOfTheBuildIT extends SharedSettingsIT {

    @Override
    String java() {
        return "17";
    }
}
