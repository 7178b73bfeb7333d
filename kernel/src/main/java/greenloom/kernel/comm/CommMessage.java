package greenloom.kernel.comm;

import java.util.List;
import java.util.Map;

/**
 * What a front end says by a comm.
 *
 * @param data what JSON is made of: maps, lists, strings, longs, doubles, booleans, nulls
 * @param metadata the same, beside it
 * @param buffers binary data, untouched
 */
public record CommMessage(Map<String, Object> data, Map<String, Object> metadata, List<byte[]> buffers) {}
