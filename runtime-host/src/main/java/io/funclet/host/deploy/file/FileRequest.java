package io.funclet.host.deploy.file;

import io.funclet.host.deploy.status.Outcome;
import java.util.concurrent.CompletableFuture;

/**
 * What an operator has asked for of a file.
 *
 * @param outcome is completed with how it ended
 */
public record FileRequest(Order order, CompletableFuture<Outcome> outcome) {

    /** What an operator may ask for. */
    public enum Order {
        /** To try the content of the file. */
        TRY,
        /** To restart the bundle that serves. */
        RESTART,
        /** To let the version serve again that did before. */
        ROLL_BACK,
        /** To end the observation of a new version, which stays, or to deploy what was taken back. */
        PROMOTE
    }
}
