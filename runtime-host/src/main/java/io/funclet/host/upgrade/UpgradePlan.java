package io.funclet.host.upgrade;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What is to take over, and when it has proved itself.
 *
 * @param home the installation of the other version
 * @param startTimeout how long it may take until it serves all functions
 * @param trial how long it must serve before this process ends
 */
public record UpgradePlan(Path home, Duration startTimeout, Duration trial) {}
