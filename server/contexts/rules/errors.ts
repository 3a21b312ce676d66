import type { ErrorCode } from '@/contracts/errors';
import { AppError, type FieldFault } from '@/server/platform/errors';

/**
 * An error of Linkis' context service, as its clients know them: the code in `data.errorMsg`, and a message that wraps
 * code and description.
 *
 * @param field what of the request is at fault
 */
export function contextError(
  errCode: number,
  desc: string,
  { code = 'invalid_input', field }: { code?: ErrorCode; field?: string } = {},
): AppError {
  const faults: FieldFault[] | undefined = field === undefined ? undefined : [{ path: field, message: desc }];
  return new AppError(code, `error code(错误码): ${errCode}, error message(错误信息): ${desc}.`, {
    ...(faults ? { faults } : {}),
    data: { errorMsg: { errCode, desc, level: 2, ip: '', port: 0, serviceKind: 'engineroom' } },
  });
}

/** A parameter that has to be there and is not. */
export function emptyParameter(name: string): AppError {
  return contextError(20032, `Params [${name}] cannot be empty`, { field: name });
}

/** What the original answers to input on which it breaks down; ours names the field and what would be right. */
export function failedOperation(field: string, reason: string): AppError {
  const desc = `operation failed(操作失败)s！the reason(原因)：${reason} (${field})`;
  return new AppError('invalid_input', desc, {
    faults: [{ path: field, message: reason }],
    data: { errorMsg: { errCode: 0, desc, level: 2, ip: '', port: 0, serviceKind: 'engineroom' } },
  });
}
