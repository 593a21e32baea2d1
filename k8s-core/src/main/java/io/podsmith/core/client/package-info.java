/** Makes clients for the API server from Spark's settings. */
@NullMarked
package io.podsmith.core.client;

import org.jspecify.annotations.NullMarked;
