/** Why a component does not activate, in words. */
package io.funclet.host.framework.component;
