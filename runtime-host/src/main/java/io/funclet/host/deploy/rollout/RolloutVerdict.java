package io.funclet.host.deploy.rollout;

/**
 * What an observation has found out.
 *
 * @param isWorse whether the calls have to go back
 * @param isAskedFor whether an operator has decided that, and not the figures
 * @param reason the figures, in words that follow the name of the new version
 */
public record RolloutVerdict(boolean isWorse, boolean isAskedFor, String reason) {}
