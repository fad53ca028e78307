package io.funclet.host.deploy.configuration;

/** What is wrong with a file, in words that follow its name. */
final class ConfigurationFault extends Exception {

    private static final long serialVersionUID = 1L;

    ConfigurationFault(String words) {
        super(words);
    }
}
