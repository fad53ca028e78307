package io.funclet.host.cli;

import picocli.CommandLine.IVersionProvider;

/** The text of {@code --version}. */
final class ManifestVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = ManifestVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            // A directory of classes has no version.
            "funclet " + (version == null ? "(unpackaged)" : version) + " (Java "
                    + Runtime.version().feature() + ")"
        };
    }
}
