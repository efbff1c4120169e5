-- One number that rises with every change of the configuration, so that a process sees with one small
-- query whether what it has loaded still holds. Triggers, because no writer can forget them.

create table configuration (
  version bigint not null
);
create unique index configuration_only_one on configuration ((true));
insert into configuration (version) values (1);

create function note_configuration_change() returns trigger language plpgsql as $$
begin
  update ledgerline.configuration set version = version + 1;
  return null;
end
$$;

create trigger connection_changed after insert or update or delete on connection
  for each statement execute function note_configuration_change();
create trigger flow_changed after insert or update or delete on flow
  for each statement execute function note_configuration_change();
create trigger mapping_changed after insert or update or delete on mapping
  for each statement execute function note_configuration_change();
create trigger lookup_table_changed after insert or update or delete on lookup_table
  for each statement execute function note_configuration_change();
create trigger lookup_row_changed after insert or update or delete on lookup_row
  for each statement execute function note_configuration_change();
