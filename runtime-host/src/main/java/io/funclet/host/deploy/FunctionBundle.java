package io.funclet.host.deploy;

/**
 * A function bundle, for those who only want to name it.
 *
 * @param name its functions, or its symbolic name as long as it has none
 * @param version its version
 */
public record FunctionBundle(String name, String version) {}
