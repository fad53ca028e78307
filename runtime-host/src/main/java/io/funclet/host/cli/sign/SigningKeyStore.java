package io.funclet.host.cli.sign;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.UnrecoverableKeyException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A private key of a store, and its name there. */
record SigningKeyStore(String alias, PrivateKeyEntry key) {

    /**
     * Opens a store.
     *
     * @param password of the store and of the key
     * @param named the key; empty for the only one
     */
    static SigningKeyStore open(Path file, char[] password, Optional<String> named)
            throws IOException, GeneralSecurityException {
        KeyStore store;
        try {
            store = KeyStore.getInstance(new File(file.toString()), password);
        } catch (IOException | GeneralSecurityException unusable) {
            boolean wrong = unusable.getCause() instanceof UnrecoverableKeyException;
            throw new IOException(
                    file + " cannot be opened: " + (wrong ? "the password is wrong" : unusable.getMessage()), unusable);
        }
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (named.isEmpty() && keys.size() != 1) {
            throw new IOException(
                    file + " has " + keys.size() + " keys: name one by --alias: " + String.join(", ", keys));
        }
        String alias = named.orElseGet(() -> keys.get(0));
        if (!store.isKeyEntry(alias)
                || !(store.getEntry(alias, new PasswordProtection(password)) instanceof PrivateKeyEntry entry)) {
            throw new IOException(file + " has no private key " + alias + "; it has: " + String.join(", ", keys));
        }
        return new SigningKeyStore(alias, entry);
    }
}
