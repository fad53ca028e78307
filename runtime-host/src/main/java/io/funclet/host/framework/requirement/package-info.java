/** Why a bundle does not resolve, in words. */
package io.funclet.host.framework.requirement;
