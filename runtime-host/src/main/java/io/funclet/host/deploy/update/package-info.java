/**
 * One look at one file, as a walk: decide and stage ({@code UpdateDecision}); install, resolve, start and switch over
 * ({@code Attempt}); then retire the old bundles ({@code Deployment}), or take everything back ({@code Rollback}).
 */
package io.funclet.host.deploy.update;
