/**
 * The API for authors of functions.
 *
 * <p>A function is a {@link io.funclet.api.FunctionHandler} or a {@link io.funclet.api.TypedFunction} that is published as a
 * Declarative Services component with a {@link io.funclet.api.FunctionName}. The bundle needs and sees nothing else of this runtime.
 *
 * @since 1.0
 */
@Export
@Version("1.1.0")
package io.funclet.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
