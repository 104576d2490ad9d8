package io.alluvium.connectors.redis.resp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RespErrorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ERR max number of clients reached                                       | LATER
          ERR max number of clients + cluster connections reached                 | LATER
          @user_script: 25: OOM command not allowed when used memory > 'maxmemory' | LATER
          ERR The user executing the script can't run this command or subcommand  | SIGN_IN
          ERR ACL failure in script: User writer has no permissions to run 'zadd' | SIGN_IN
          ERR invalid password                                                    | SIGN_IN
          ERR Client sent AUTH, but no password is set                            | SIGN_IN
          WRONGTYPE Operation against a key holding the wrong kind of value       | KEY
          LOSTBATCH the writer has written 2 batches, of which 1 are known        | LOST
          READONLY You can't write against a read only replica.                   | ELSEWHERE
          ERR unknown command                                                     | OTHER
          """,
      quoteCharacter = '"')
  void tellsWhatIsToBeDone(String message, RespError.Kind kind) {
    assertThat(new RespError(message).kind()).isEqualTo(kind);
  }
}
