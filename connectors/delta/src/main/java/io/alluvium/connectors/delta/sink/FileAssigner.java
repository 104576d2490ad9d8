package io.alluvium.connectors.delta.sink;

import java.util.Iterator;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/**
 * The key index of an upsert sink: knows for each primary key which file group holds its row.
 *
 * <p>Every row is looked up, whatever its kind says: after a restart or from a source that takes a
 * new snapshot, an insert may be of a key that is there. A new key goes to the group that this
 * subtask currently fills. A key stays in its group for life, so an update does not touch the
 * index.
 *
 * <p>An update-before deletes the row but keeps the key's entry, since an update-after mostly
 * follows; where it does not (the key itself was updated), an entry of some bytes is left behind.
 */
final class FileAssigner extends AbstractStreamOperator<Tuple2<Long, RowData>>
    implements OneInputStreamOperator<RowData, Tuple2<Long, RowData>> {
  private static final long serialVersionUID = 1L;

  private final long rowsPerFile;

  private transient ValueState<Long> groupOfKey;
  private transient ListState<Tuple2<Long, Long>> openGroupState;
  private transient long openGroup;
  private transient long rowsInOpenGroup;
  private transient Tuple2<Long, RowData> assigned;

  FileAssigner(long rowsPerFile) {
    this.rowsPerFile = rowsPerFile;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    groupOfKey =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>("file-group-of-key", Types.LONG));
    openGroupState =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("open-file-group", Types.TUPLE(Types.LONG, Types.LONG)));
    openNewGroup();
    // After scaling in, a subtask gets the groups of several: it goes on with one of them, the
    // others stay as full as they are.
    Iterator<Tuple2<Long, Long>> restored = openGroupState.get().iterator();
    if (restored.hasNext()) {
      Tuple2<Long, Long> group = restored.next();
      openGroup = group.f0;
      rowsInOpenGroup = group.f1;
    }
    assigned = new Tuple2<>();
  }

  private void openNewGroup() {
    openGroup = FileGroups.newId();
    rowsInOpenGroup = 0;
  }

  @Override
  public void processElement(StreamRecord<RowData> element) throws Exception {
    RowData row = element.getValue();
    Long group = groupOfKey.value();
    RowKind kind = row.getRowKind();
    if (kind == RowKind.DELETE || kind == RowKind.UPDATE_BEFORE) {
      if (group == null) {
        return;
      }
      if (kind == RowKind.DELETE) {
        groupOfKey.clear();
      }
    } else if (group == null) {
      if (rowsInOpenGroup >= rowsPerFile) {
        openNewGroup();
      }
      group = openGroup;
      rowsInOpenGroup++;
      groupOfKey.update(group);
    }
    assigned.f0 = group;
    assigned.f1 = row;
    output.collect(element.replace(assigned));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    openGroupState.update(java.util.List.of(Tuple2.of(openGroup, rowsInOpenGroup)));
  }
}
