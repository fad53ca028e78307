/**
 * What the author of a function compiles against.
 *
 * <p>A function is a {@link io.funclet.api.FunctionHandler} that is published as a Declarative Services component with
 * a {@link io.funclet.api.FunctionName}. The bundle needs nothing else of this runtime, and at run time sees nothing
 * else of it.
 *
 * @since 1.0
 */
@Export
@Version("1.0.0")
package io.funclet.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
