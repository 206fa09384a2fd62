package io.usersummary.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds what the tables of all partitions of this process take outside the heap: one cache for
 * their blocks, indices and filters, a third of it for what is not on disk yet. Kafka Streams makes
 * one of these for each table, by any of its threads.
 */
public final class BoundedRocks implements RocksDBConfigSetter {

    /** The property that says how much, in bytes. */
    static final String BYTES = "streams.state-memory.bytes";

    private static Cache cache;
    private static WriteBufferManager buffers;

    @Override
    public void setConfig(String store, Options options, Map<String, Object> settings) {
        synchronized (BoundedRocks.class) {
            if (cache == null) {
                long bytes = Long.parseLong(settings.get(BYTES).toString());
                cache = new LRUCache(bytes);
                buffers = new WriteBufferManager(bytes / 3, cache);
            }
        }
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(cache);
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setWriteBufferManager(buffers);
        options.setTableFormatConfig(table);
    }

    @Override
    public void close(String store, Options options) {
        // Cache and buffers are those of all tables, as long as the process lives.
    }
}
