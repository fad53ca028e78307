package io.funclet.host.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {

    /** The version of the jar that this class came from; a directory of classes has none. */
    static String ofFunclet() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(unpackaged)" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "funclet " + ofFunclet() + " (Java " + Runtime.version().feature() + ")"
        };
    }
}
